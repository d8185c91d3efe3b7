"""The product as operators start it: the launcher in bin/, each process with its environment."""

import glob
import json
import os
import re
import subprocess
import urllib.request

from processes import free_port, until

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BIN = os.path.join(HOME, "bin")


def use(home):
    """Starts what follows from this checkout."""
    global HOME, BIN
    HOME, BIN = home, os.path.join(home, "bin")


def build():
    """Builds the installation if there is none."""
    if not lib_folders():
        subprocess.run(["mvn", "-q", "package", "-DskipTests"], cwd=HOME, check=True)


def lib_folders():
    return glob.glob(os.path.join(HOME, "target/pmta-tracking-*/pmta-tracking-*/lib"))


def java():
    home = os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin", "java") if home else "java"


def start(site, command, redis, port=None, arguments=(), **settings):
    """Starts a flow's command and waits until it is healthy, or listens where it has a port."""
    environment = {key.upper(): str(value) for key, value in settings.items()}
    environment["REDIS_URL"] = redis.url
    management = free_port()
    environment["MANAGEMENT_HOSTPORT"] = f"127.0.0.1:{management}"
    line = [os.path.join(BIN, command[0]), *command[1:], "-logfile", site.path(f"{command[0]}-{management}.log")]
    process = site.listening(command[0], line + list(arguments), port or management, environment)
    until(f"{command[0]} to be ready", lambda: ready(management) or not process.runs())
    process.management = management
    return process


def ready(management):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{management}/observe/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def counted(process, name):
    """What a flow's counter of this name shows at its management port."""
    with urllib.request.urlopen(f"http://127.0.0.1:{process.management}/observe/metrics", timeout=10) as answer:
        for line in answer.read().decode().splitlines():
            if re.match(rf"{name}(\{{[^}}]*\}})? ", line):
                return int(float(line.split()[-1]))
    raise RuntimeError(f"{process.name} shows no {name}")


def tracker(site, redis, **settings):
    port = free_port()
    process = start(
        site,
        ["tracker"],
        redis,
        port,
        tracker_in_hostport=f"127.0.0.1:{port}",
        tracker_spool_folder=site.path(f"spool-{port}"),
        **settings,
    )
    return process, port


def feeder(site, redis, api, **settings):
    return start(
        site, ["feeder"], redis, None, sparkpost_api_key_ingest="bench", sparkpost_host_ingest=api.url, **settings
    )


def wrapper(site, redis, upstream_port, **settings):
    port = free_port()
    process = start(
        site,
        ["wrapper"],
        redis,
        port,
        wrapper_in_hostport=f"127.0.0.1:{port}",
        wrapper_out_hostport=f"127.0.0.1:{upstream_port}",
        wrapper_tracking_url="http://track.example.com",
        wrapper_track_open="true",
        wrapper_track_initial_open="true",
        wrapper_track_click="true",
        wrapper_max_connections="200",
        **settings,
    )
    return process, port


class IngestApi:
    """The stand-in of the demo; it counts events and distinct ids."""

    def __init__(self, site):
        self.port = free_port()
        command = [java(), "-XX:+UseSerialGC", "-cp", lib_folders()[0] + "/*"]
        command += ["io.github.pmtatracking.demo.IngestApi", str(self.port), "-quiet"]
        self.process = site.listening("ingest-api", command, self.port)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def counts(self):
        with urllib.request.urlopen(self.url + "/counts", timeout=30) as answer:
            return json.load(answer)
