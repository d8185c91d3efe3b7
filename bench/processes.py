"""Processes that a measurement starts: where they run, what they use, how they end."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(what, condition, seconds=60, every=0.02):
    """Waits until the condition holds and returns what it gave; fails after the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(every)
    raise RuntimeError(f"waited {seconds} s in vain for {what}")


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


class Process:
    """One process; its figures are those of /proc, so they are gone when it is."""

    def __init__(self, name, popen, log):
        self.name = name
        self.popen = popen
        self.log = log
        self.pid = popen.pid
        self.management = None  # the port of health and metrics, of ours

    def cpu_seconds(self):
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident(self):
        """Resident memory now, MB."""
        return self._status("VmRSS") // 1024

    def peak_resident(self):
        """The most that was resident so far, MB."""
        return self._status("VmHWM") // 1024

    def memory(self):
        """Resident memory now and the most that was, MB."""
        return f"{self.resident()} ({self.peak_resident()})"

    def threads(self):
        return self._status("Threads")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def runs(self):
        return self.popen.poll() is None

    def _status(self, key):
        with open(f"/proc/{self.pid}/status") as file:
            for line in file:
                if line.startswith(key + ":"):
                    return int(line.split()[1])
        raise RuntimeError(f"{self.name} ended; its log: {self.log}")

    def stop(self, seconds=30):
        """SIGTERM, and SIGKILL when that does not help."""
        if self.runs():
            self.popen.send_signal(signal.SIGTERM)
            try:
                self.popen.wait(seconds)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()


class Site:
    """A folder of its own and the processes started in it; all end with it."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="pmta-tracking-bench-")
        self.processes = []
        return self

    def __exit__(self, failure, *_):
        for process in reversed(self.processes):
            process.stop()
        if failure is None:
            shutil.rmtree(self.folder)
        elif failure is not KeyboardInterrupt:
            print(f"The logs are in {self.folder}")

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self, name, command, environment=None, stdin=subprocess.DEVNULL):
        log = self.path(f"{name}-{len(self.processes)}.log")
        with open(log, "wb") as out:
            popen = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**os.environ, **(environment or {})},
                stdin=stdin,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        process = Process(name, popen, log)
        self.processes.append(process)
        return process

    def listening(self, name, command, port, environment=None):
        """Starts a server and waits until it listens."""
        process = self.start(name, command, environment)
        until(
            f"{name} to listen on {port} (log: {process.log})",
            lambda: listens(port) or not process.runs(),
        )
        if not process.runs():
            with open(process.log) as log:
                raise RuntimeError(f"{name} did not start: {log.read()[-2000:]}")
        return process
