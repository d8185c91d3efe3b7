"""The wrapper between smtp-source and smtp-sink, beside smtp-source straight into smtp-sink."""

import base64
import email
import email.policy
import glob
import json
import os
import re
import zlib

import installation
import load
import samples
from figures import Rounds
from processes import Site
from redis_server import Redis

TURNS = 4  # of each round, so that the two are compared within seconds
LINK = re.compile(r"http://track\.example\.com/([A-Za-z0-9_=-]+)")


def run(options):
    with Site() as site:
        mail = write_mail(site)
        redis = Redis(site)
        checked = check(site, redis, mail, options.messages // 10)
        figures = []
        for sessions in (1, 10, 50):
            figures.append(measure(options, site, redis, mail, sessions, checked))
        return figures


def write_mail(site):
    mail = site.path("mail.eml")
    with open(mail, "w", newline="") as file:
        file.write(samples.mail().replace("\r\n", "\n"))
    return mail


def measure(options, site, redis, mail, sessions, checked):
    sink = load.smtp_sink(site)
    wrapper, port = installation.wrapper(site, redis, sink)
    load.smtp_source(port, mail, sessions, options.messages)
    rounds = Rounds(f"wrapper, {sessions} sessions", "messages/s", "smtp-source into smtp-sink")
    turn = max(1, options.messages // TURNS)
    for _ in range(options.rounds * TURNS):
        reference = turn / load.smtp_source(sink, mail, sessions, turn)
        used = wrapper.cpu_seconds()
        value = turn / load.smtp_source(port, mail, sessions, turn)
        rounds.note(value, reference, (wrapper.cpu_seconds() - used) / turn * 1e6)
    figure = rounds.figure(memory=wrapper.memory(), counted=checked)
    wrapper.stop()
    return figure


def check(site, redis, mail, messages):
    """Sends mail through ten sessions, and reads every link of every message at the other side."""
    folder = site.path("mails")
    os.mkdir(folder)
    os.chmod(site.folder, 0o755)
    os.chmod(folder, 0o777)
    sink = load.smtp_sink(site, os.path.join(folder, "%H%M."))
    wrapper, port = installation.wrapper(site, redis, sink)
    load.smtp_source(port, mail, 10, messages)
    wrapper.stop()
    recipients = set()
    files = glob.glob(os.path.join(folder, "*"))
    for file in files:
        recipients.add(recipient_of_all_links(file))
    if len(files) != messages or len(recipients) != messages:
        raise RuntimeError(f"{messages} messages sent, {len(files)} came, to {len(recipients)} recipients")
    return f"{messages:,} messages, each with 22 links of its own recipient and id"


def recipient_of_all_links(file):
    with open(file, "rb") as content:
        message = email.message_from_binary_file(content, policy=email.policy.default)
    recipient = message["X-Rcpt-Args"].split()[0].strip("<>")
    html = message.get_body(("html",)).get_content()
    links = [json.loads(zlib.decompress(base64.urlsafe_b64decode(part))) for part in LINK.findall(html)]
    actions = sorted(link["act"] for link in links)
    targets = {link.get("t_url") for link in links if link["act"] == "c"}
    expected = {f"https://www.example.com/offers/{number}?utm_source=letter&id={number}" for number in range(20)}
    if actions != ["c"] * 20 + ["i", "o"] or targets != expected:
        raise RuntimeError(f"{file}: links {links}")
    for link in links:
        if link["rcpt"] != recipient or link["msg_id"] != message["X-Sp-Message-Id"]:
            raise RuntimeError(f"{file}: link {link} for {recipient} {message['X-Sp-Message-Id']}")
    return recipient
