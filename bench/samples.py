"""What the measurements send: links, accounting records, queue entries and a mail."""

import base64
import json
import time
import zlib

from redis_server import command

AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"


def message_id(number):
    return f"0000{number:016x}"


def link_path(action, number):
    """The path of a tracking link."""
    fields = {"act": action}
    if action == "c":
        fields["t_url"] = f"https://www.example.com/offers/{number}?utm_source=letter&utm_id={number * 7}"
    fields["msg_id"] = message_id(number)
    fields["rcpt"] = f"reader{number}@example.com"
    text = json.dumps(fields, separators=(",", ":")).encode()
    return "/" + base64.urlsafe_b64encode(zlib.compress(text)).decode()


def link_paths(count=1000):
    """Clicks and opens, all different."""
    return [link_path("c" if number % 2 else "o", number) for number in range(count)]


def accounting_lines(count):
    """PowerMTA's accounting file: the heading and a delivery record each, in chunks."""
    yield b"type,rcpt,header_x-sp-message-id,header_x-sp-subaccount-id\r\n"
    for start in range(0, count, 10_000):
        yield "".join(
            f"d,reader{number}@example.com,{message_id(number)},{number % 10}\r\n"
            for number in range(start, min(start + 10_000, count))
        ).encode()


def attribute_sets(count):
    """The same records as the SETs that they come down to, in chunks."""
    for start in range(0, count, 10_000):
        yield b"".join(
            command("SET", "msgID_" + message_id(number), attributes(number), "EX", 864_000)
            for number in range(start, min(start + 10_000, count))
        )


def attributes(number):
    return '{"header_x-sp-subaccount-id":"%d","rcpt":"reader%d@example.com"}' % (number % 10, number)


def queue_pushes(key, count, messages, before=0):
    """RPUSHes of events as the tracker writes them, about the given number of messages, in chunks.

    Their ids follow those of so many events before.
    """
    now = int(time.time())
    for start in range(0, count, 1_000):
        entries = [
            '{"WD":{"act":"c","t_url":"https://www.example.com/offers/%d?utm_source=letter","msg_id":"%s",'
            '"rcpt":"reader%d@example.com"},"ts":"%d","ua":"%s","ip":"12.34.56.%d","id":"%d"}'
            % (number, message_id(number % messages), number % messages, now, AGENT, number % 256, before + number + 1)
            for number in range(start, min(start + 1_000, count))
        ]
        yield command("RPUSH", key, *entries)


def mail(size=11_000, links=20):
    """A newsletter: text and HTML, quoted-printable, of about the size, with the links in the HTML."""
    text = ["Good morning,", ""] + [f"Offer {number}: https://www.example.com/offers/{number}" for number in range(links)]
    html = ['<!DOCTYPE html>', '<html><head><title>Offers</title></head>', '<body style=3D"font-family: Georgia, serif">']
    paragraph = '<td style=3D"padding: 8px; color: #333333">Lorem ipsum dolor sit amet, consectetur</td>'
    for number in range(links):
        html.append(f'<tr><td><a href=3D"https://www.example.com/offers/{number}?utm_source=3Dletter&amp;id=3D{number}">')
        html.append(f'Offer {number}</a></td>')
        html.append(paragraph)
        html.append('</tr>')
    head = [
        'From: "Harbour Lane Bakery" <news@example.com>',
        "To: Reader <reader@example.com>",
        "Subject: Offers of the week",
        "Date: Sat, 03 Jan 2026 08:00:00 +0000",
        "Message-ID: <offers@example.com>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/alternative; boundary="offers-boundary"',
        "",
        "--offers-boundary",
        "Content-Type: text/plain; charset=utf-8",
        "",
        *text,
        "",
        "--offers-boundary",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
    ]
    tail = ["</body></html>", "", "--offers-boundary--"]
    lines = head + html
    while sum(len(line) + 2 for line in lines + tail) < size:
        lines.append(paragraph)
    return "\r\n".join(lines + tail) + "\r\n"
