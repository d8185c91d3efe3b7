"""A redis-server for a measurement, and as much of a client as counting needs."""

import socket
import subprocess

from processes import free_port


class Redis:
    """A server without persistence in the folder of its site."""

    def __init__(self, site):
        self.port = free_port()
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", site.folder]
        self.process = site.listening("redis-server", command, self.port)
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.replies = self.socket.makefile("rb")

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}"

    def ask(self, *words):
        self.socket.sendall(command(*words))
        return self._reply()

    def pipe(self, commands):
        """Sends commands, already encoded, through redis-cli --pipe, and returns its output."""
        cli = subprocess.Popen(
            ["redis-cli", "-p", str(self.port), "--pipe"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for chunk in commands:
            cli.stdin.write(chunk)
        cli.stdin.close()
        output = cli.stdout.read().decode()
        if cli.wait() != 0 or "errors: 0" not in output:
            raise RuntimeError(f"redis-cli --pipe: {output}")
        return output

    def pipe_file(self, path):
        with open(path, "rb") as file:
            done = subprocess.run(
                ["redis-cli", "-p", str(self.port), "--pipe"],
                stdin=file,
                capture_output=True,
                check=True,
            )
        if b"errors: 0" not in done.stdout:
            raise RuntimeError(f"redis-cli --pipe: {done.stdout.decode()}")

    def keys_with_expiry(self):
        for line in self.ask("INFO", "keyspace").decode().splitlines():
            if line.startswith("db0:"):
                return int(dict(pair.split("=") for pair in line[4:].split(","))["expires"])
        return 0

    def queued(self):
        return self.ask("LLEN", "trk_queue")

    def empty(self):
        self.ask("FLUSHALL")

    def _reply(self):
        line = self.replies.readline()
        kind, rest = line[:1], line[1:-2]
        if kind == b"-":
            raise RuntimeError(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"$":
            length = int(rest)
            return None if length < 0 else self.replies.read(length + 2)[:-2]
        if kind == b"*":
            return [self._reply() for _ in range(int(rest))]
        return rest


def command(*words):
    """One command in the protocol's form."""
    parts = [b"*%d\r\n" % len(words)]
    for word in words:
        data = word if isinstance(word, bytes) else str(word).encode()
        parts.append(b"$%d\r\n%s\r\n" % (len(data), data))
    return b"".join(parts)
