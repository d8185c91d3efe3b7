"""All flows together at half of what they do together: memory, threads and descriptors over time."""

import os
import subprocess
import threading
import time

import installation
import load
import samples
import measure_wrapper
from figures import say
from processes import Site, until
from redis_server import Redis

WARM_UP_SECONDS = 60
FLAT_OUT_SECONDS = 30
CONNECTIONS = 32
SESSIONS = 10


class Flows:
    """The four processes, or three and one that hosts the others, and what they work with."""

    def __init__(self, site, one_process):
        self.site = site
        self.redis = Redis(site)
        self.api = installation.IngestApi(site)
        self.mail = measure_wrapper.write_mail(site)
        self.paths = site.path("paths")
        with open(self.paths, "w") as file:
            file.write("\n".join(samples.link_paths()))
        sink = load.smtp_sink(site)
        if one_process:
            self.processes = self.hosted(sink)
        else:
            tracker, self.tracker_port = installation.tracker(site, self.redis)
            feeder = installation.feeder(site, self.redis, self.api, feeder_batch_max_age="1s")
            wrapper, self.wrapper_port = installation.wrapper(site, self.redis, sink)
            self.processes = [tracker, feeder, wrapper]
        self.tracker = self.processes[0]  # or what hosts it
        self.accounting = self.start_accounting()
        self.processes.append(self.accounting)

    def hosted(self, sink):
        self.tracker_port = installation.free_port()
        self.wrapper_port = installation.free_port()
        process = installation.start(
            self.site,
            ["pmta-tracking", "run", "tracker", "feeder", "wrapper"],
            self.redis,
            self.wrapper_port,
            tracker_in_hostport=f"127.0.0.1:{self.tracker_port}",
            tracker_spool_folder=self.site.path("spool"),
            sparkpost_api_key_ingest="bench",
            sparkpost_host_ingest=self.api.url,
            feeder_batch_max_age="1s",
            wrapper_in_hostport=f"127.0.0.1:{self.wrapper_port}",
            wrapper_out_hostport=f"127.0.0.1:{sink}",
            wrapper_tracking_url="http://track.example.com",
            wrapper_track_open="true",
            wrapper_track_initial_open="true",
            wrapper_track_click="true",
        )
        return [process]

    def start_accounting(self):
        environment = {"REDIS_URL": self.redis.url, "ACCOUNTING_SPOOL_FOLDER": self.site.path("accounting-spool")}
        command = [os.path.join(installation.BIN, "acct_etl"), "-logfile", self.site.path("acct_etl-records.log")]
        process = self.site.start("acct_etl", command, environment, stdin=subprocess.PIPE)
        process.popen.stdin.write(b"".join(samples.accounting_lines(0)))
        return process


class Load:
    """Three generators at once until the end, each at its rate a second, or as fast as it is taken."""

    def __init__(self, flows, seconds, rates=None):
        self.flows = flows
        self.rates = rates
        self.end = time.monotonic() + seconds
        self.seconds = seconds
        self.done = {"requests": 0, "records": 0, "messages": 0}
        self.failures = []
        self.threads = [
            threading.Thread(target=self.guarded, args=(part,)) for part in (self.clicks, self.records, self.mails)
        ]
        for thread in self.threads:
            thread.start()

    def guarded(self, part):
        try:
            part()
        except Exception as failure:
            self.failures.append(failure)

    def join(self):
        for thread in self.threads:
            thread.join()
        if self.failures:
            raise self.failures[0]
        return {kind: count / self.seconds for kind, count in self.done.items()}

    def left(self):
        return self.end - time.monotonic()

    def clicks(self):
        pause = 0 if self.rates is None else max(1, round(CONNECTIONS / self.rates["requests"] * 1000))
        while self.left() > 1:
            answers = load.wrk(self.flows.tracker_port, self.flows.paths, CONNECTIONS, min(60, int(self.left())), pause)
            if answers.errors:
                raise RuntimeError(f"{answers.errors} wrong answers of the tracker")
            self.done["requests"] += answers.count

    def records(self):
        chunk = b"".join(list(samples.accounting_lines(10_000))[1:])
        pipe = self.flows.accounting.popen.stdin
        while self.left() > 0:
            begin = time.monotonic()
            pipe.write(chunk)
            pipe.flush()
            self.done["records"] += 10_000
            self.pace(begin, 10_000, "records")

    def mails(self):
        batch = 200
        while self.left() > 0:
            begin = time.monotonic()
            load.smtp_source(self.flows.wrapper_port, self.flows.mail, SESSIONS, batch)
            self.done["messages"] += batch
            self.pace(begin, batch, "messages")

    def pace(self, begin, count, kind):
        if self.rates is not None:
            time.sleep(max(0, begin + count / self.rates[kind] - time.monotonic()))


def run(minutes, one_process=False):
    with Site() as site:
        flows = Flows(site, one_process)
        warm_up = Load(flows, WARM_UP_SECONDS).join()
        flat_out = Load(flows, FLAT_OUT_SECONDS).join()
        half = {kind: rate / 2 for kind, rate in flat_out.items()}
        say("half of what they do together, each second: " + ", ".join(f"{rate:,.0f} {kind}" for kind, rate in half.items()))
        half_load = Load(flows, minutes * 60, half)
        say("| minute | process | resident MB | threads | descriptors | queued | events at the API |")
        say("|---|---|---|---|---|---|---|")
        begin = time.monotonic()
        for minute in range(minutes + 1):
            while time.monotonic() < begin + minute * 60:
                time.sleep(min(1, max(0, begin + minute * 60 - time.monotonic())))
            counts = flows.api.counts()
            for process in flows.processes:
                say(f"| {minute} | {process.name} | {process.resident()} | {process.threads()} | {process.descriptors()} "
                    f"| {flows.redis.queued():,} | {counts['events']:,} |")
        rates = half_load.join()
        say("taken each second: " + ", ".join(f"{rate:,.0f} {kind}" for kind, rate in rates.items()))
        answered = [
            rate["requests"] * seconds
            for rate, seconds in ((warm_up, WARM_UP_SECONDS), (flat_out, FLAT_OUT_SECONDS), (rates, minutes * 60))
        ]
        account_for(flows, round(sum(answered)), minutes)


def account_for(flows, answered, minutes):
    """Every answer of the tracker is an event at the API; once, unless Redis took so long that it was spooled, too."""
    until("the queue to be empty", lambda: flows.redis.queued() == 0, 120)
    until("the batches to be acknowledged", lambda: flows.redis.ask("KEYS", "{trk_queue}:batch:*") == [], 60)
    counts = flows.api.counts()
    dead = flows.redis.ask("LLEN", "{trk_queue}:dead")
    spooled = installation.counted(flows.tracker, "pmta_tracker_events_spooled_total")
    say(f"answered {answered:,}, at the API {counts['events']:,} events, {counts['distinct']:,} distinct, "
        f"{dead} set aside, {spooled:,} spooled on the way")
    # wrk ends once a minute, each time with an answer outstanding on each connection
    most = answered + CONNECTIONS * (minutes + 5)
    if not answered <= counts["distinct"] + dead <= most:
        raise RuntimeError("answers and events do not agree")
    if counts["events"] - counts["distinct"] > spooled:
        raise RuntimeError("more events came twice under one id than were spooled")
