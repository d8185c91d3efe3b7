"""The load generators: wrk, smtp-source, and the servers that give the references."""

import os
import subprocess
import time
from dataclasses import dataclass

from processes import free_port

HERE = os.path.dirname(os.path.abspath(__file__))
AGENT_HEADER = "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"


@dataclass
class Answers:
    count: int
    per_second: float
    p50: float
    p99: float
    errors: int


def wrk(port, paths, connections, seconds, pause_ms=0, closing=False):
    """Requests for the paths in the file, at full speed or with a pause after each; closing: a new connection for each."""
    close = ["-H", "Connection: close"] if closing else []
    done = subprocess.run(
        ["wrk", "-t", "2", "-c", str(connections), "-d", f"{seconds}s", "-H", AGENT_HEADER]
        + close
        + ["-H", "X-Real-Ip: 12.34.56.78", "-s", os.path.join(HERE, "wrk.lua"), f"http://127.0.0.1:{port}"],
        env={**os.environ, "BENCH_PATHS": paths, "BENCH_PAUSE_MS": str(pause_ms)},
        capture_output=True,
        text=True,
        timeout=seconds + 60,
    )
    for line in done.stdout.splitlines():
        if line.startswith("figures "):
            count, micros, p50, p99, errors = (int(word) for word in line.split()[1:])
            return Answers(count, count / micros * 1e6, p50 / 1000, p99 / 1000, errors)
    raise RuntimeError(f"wrk: {done.stdout} {done.stderr}")


def nginx(site):
    """nginx that answers everything with a redirect; returns its port."""
    port = free_port()
    conf = site.path(f"nginx-{port}.conf")
    temporary = "".join(
        f"{kind}_temp_path {site.path('nginx-' + kind)};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    with open(conf, "w") as file:
        file.write(
            f"daemon off; worker_processes auto; pid {site.path('nginx.pid')}; error_log stderr;"
            "events { worker_connections 4096; }"
            f"http {{ access_log off; keepalive_requests 100000000; {temporary}"
            f"server {{ listen 127.0.0.1:{port}; location / {{ return 302 https://www.example.com/; }} }} }}"
        )
    site.listening("nginx", ["nginx", "-p", site.folder, "-c", conf], port)
    return port


def smtp_sink(site, dump=None):
    """A server that takes mail and forgets it, or keeps a file for each message; returns its port."""
    port = free_port()
    command = ["smtp-sink", "-u", "nobody" if os.getuid() == 0 else ""] if os.getuid() == 0 else ["smtp-sink"]
    if dump:
        command += ["-d", dump]
    site.listening("smtp-sink", command + ["-m", "1000", f"127.0.0.1:{port}", "1000"], port)
    return port


def smtp_source(port, mail, sessions, messages, keep_connections=True):
    """Sends the mail, each to a recipient of its own; returns the seconds that it took."""
    command = ["smtp-source", "-s", str(sessions), "-m", str(messages), "-F", mail, "-N"]
    command += ["-f", "news@example.com", "-t", "reader@example.com"]
    if keep_connections:
        command.append("-d")
    begin = time.monotonic()
    done = subprocess.run(command + [f"127.0.0.1:{port}"], capture_output=True, text=True, timeout=600)
    seconds = time.monotonic() - begin
    if done.returncode != 0 or done.stderr:
        raise RuntimeError(f"smtp-source: {done.stderr}")
    return seconds
