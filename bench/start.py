"""How long commands take to start, beside java -version."""

import http.client
import os
import subprocess
import time

import installation
import samples
from figures import Rounds, median
from processes import Site, free_port
from redis_server import Redis

ROUNDS = 7


def run(options):
    tracker = Rounds("tracker, command to first answer", "s", "java -version")
    decode = Rounds("linktool decode", "s", "java -version")
    memory = []
    with Site() as site:
        redis = Redis(site)
        link = "http://localhost:8888" + samples.link_path("c", 1)
        linktool = os.path.join(installation.BIN, "linktool")
        timed([linktool, "decode", link])
        for _ in range(max(options.rounds, ROUNDS)):
            decode.note(timed([linktool, "decode", link]), java_version())
            seconds, resident = first_answer(site, redis)
            tracker.note(seconds, java_version())
            memory.append(resident)
        return [tracker.figure(memory=str(max(memory))), decode.figure()]


def java_version():
    return median([timed([installation.java(), "-version"]) for _ in range(5)])


def timed(command):
    begin = time.monotonic()
    subprocess.run(command, capture_output=True, check=True)
    return time.monotonic() - begin


def first_answer(site, redis):
    """Seconds from the command to the answer of one link, and what is resident then, MB."""
    port = free_port()
    environment = {"REDIS_URL": redis.url, "TRACKER_SPOOL_FOLDER": site.path(f"spool-{port}")}
    environment["MANAGEMENT_HOSTPORT"] = f"127.0.0.1:{free_port()}"
    begin = time.monotonic()
    command = [os.path.join(installation.BIN, "tracker"), "-in_hostport", f"127.0.0.1:{port}"]
    process = site.start("tracker", command, environment)
    while not answers(port):
        if not process.runs() or time.monotonic() - begin > 60:
            raise RuntimeError(f"no answer; log of the tracker: {process.log}")
        time.sleep(0.002)
    seconds = time.monotonic() - begin
    resident = process.resident()
    process.stop()
    return seconds, resident


def answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", samples.link_path("o", 1))
        return connection.getresponse().status == 200
    except ConnectionError:
        return False
    finally:
        connection.close()
