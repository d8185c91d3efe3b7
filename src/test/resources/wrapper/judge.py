"""Judges rewritten mails with Python's own email, HTML, zlib and JSON.

usage: judge.py FOLDER TRACKING_URL RECIPIENT

FOLDER holds NAME.before, NAME.after and NAME.id for each mail. Prints what is wrong, a line each, then
the number of mails, links and pixels seen; exits 1 if anything was wrong.
"""
import base64
import codecs
import email
import json
import pathlib
import re
import sys
import zlib
from html.parser import HTMLParser

PLACEHOLDER = re.compile(r"\{\{.*\}\}|<%.*%>|\*\|.*\|\*|\[\[.*\]\]|%%.*%%|\$\{.*\}|\{%.*%\}", re.S)


class Links(HTMLParser):
    """Every href of a link and every picture, conditional comments included."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.hrefs = []
        self.pictures = []

    def handle_starttag(self, tag, attrs):
        found = {}
        for name, value in attrs:
            found.setdefault(name, value or "")
        if (tag in ("a", "area") or tag.startswith("v:")) and "href" in found:
            self.hrefs.append(re.sub(r"[\r\n\t]", "", found["href"].strip()))
        if tag == "img" and "src" in found:
            self.pictures.append(found["src"])

    handle_startendtag = handle_starttag

    def handle_comment(self, data):
        conditional = re.match(r"(?is)\[if[^>]*>(.*)", data)
        if conditional:
            inner = Links()
            inner.feed(conditional.group(1))
            self.hrefs += inner.hrefs


def links(html):
    parser = Links()
    parser.feed(html)
    parser.close()
    return parser


def decoded(url, base):
    segment = url[len(base) + 1:]
    return json.loads(zlib.decompress(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))))


def is_eligible(href):
    return re.match(r"(?i)https?://[^/?#]", href) and not PLACEHOLDER.search(href)


class Judge:
    def __init__(self, base, recipient):
        self.base = base
        self.recipient = recipient
        self.mails = self.links = self.pixels = 0
        self.wrong = []

    def check(self, what, before, after):
        if before != after:
            self.wrong.append(f"{self.name}: {what}: {before!r:.200} became {after!r:.200}")

    def mail(self, name, before, after, message_id):
        self.name, self.message_id = name, message_id
        self.mails += 1
        self.first = None
        one, two = email.message_from_bytes(before), email.message_from_bytes(after)
        fields = [field for field in two._headers if field != ("X-Sp-Message-Id", message_id)]
        had = [field for field in one._headers if field != ("X-Sp-Message-Id", message_id)]
        self.check("header", had, fields)
        self.check("id", bool(message_id), ("X-Sp-Message-Id", message_id) in two._headers)
        self.parents = {id(part): whole for whole in one.walk() if whole.is_multipart() for part in whole.get_payload()}
        parts = list(zip(one.walk(), two.walk()))
        self.check("number of parts", len(list(one.walk())), len(list(two.walk())))
        for number, (was, now) in enumerate(parts):
            if number:
                self.check("header of a part", was._headers, now._headers)
            self.check("preamble", was.preamble, now.preamble)
            self.check("epilogue", was.epilogue, now.epilogue)
            if was.get_content_type() == "text/html":
                self.html(was, now)
            elif not was.is_multipart():
                self.check("body", was.get_payload(), now.get_payload())

    def is_shown_first(self, part):
        """Whether it is the first HTML of the mail, or an alternative to it."""
        if part is self.first:
            return True
        whole = next((one for one in self.around(part) if one in self.around(self.first)), None)
        return whole is not None and whole.get_content_subtype() == "alternative"

    def around(self, part):
        found = []
        while id(part) in self.parents:
            part = self.parents[id(part)]
            found.append(part)
        return found

    def html(self, was, now):
        octets = now.get_payload(decode=True)
        if octets == was.get_payload(decode=True):
            return
        charset = was.get_content_charset() or "latin-1"
        try:
            codecs.lookup(charset)
        except LookupError:
            charset = "latin-1"
        before = links(was.get_payload(decode=True).decode(charset, "replace"))
        after = links(octets.decode(charset, "replace"))
        self.check("number of links", len(before.hrefs), len(after.hrefs))
        for href, wrapped in zip(before.hrefs, after.hrefs):
            if is_eligible(href):
                link = decoded(wrapped, self.base) if wrapped.startswith(self.base) else {}
                self.check("link", ("c", href, self.message_id, self.recipient),
                           tuple(link.get(key) for key in ("act", "t_url", "msg_id", "rcpt")))
                self.links += 1
            else:
                self.check("href", href, wrapped)
        added = [source for source in after.pictures if source.startswith(self.base)]
        self.first = self.first or was
        wanted = ["i", "o"] if self.is_shown_first(was) else []
        self.check("pixels", wanted, [decoded(source, self.base)["act"] for source in added])
        self.check("pictures", before.pictures, [p for p in after.pictures if p not in added])
        self.pixels += len(added)


def main(folder, base, recipient):
    judge = Judge(base, recipient)
    for file in sorted(pathlib.Path(folder).glob("*.before")):
        judge.mail(file.stem, file.read_bytes(), file.with_suffix(".after").read_bytes(),
                   file.with_suffix(".id").read_text())
    print(*judge.wrong, sep="\n")
    print(f"{judge.mails} mails, {judge.links} links, {judge.pixels} pixels")
    return 1 if judge.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
