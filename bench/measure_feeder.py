"""The feeder with a queue to empty, beside redis-benchmark's GETs."""

import subprocess
import time

import installation
import samples
from figures import Rounds
from processes import Site, until
from redis_server import Redis

HELD_BACK = "bench_queue"


def run(options):
    cold = Turns("feeder, from its start", options.events)
    warm = Turns("feeder, after as many events", options.events)
    with Site() as site:
        redis = Redis(site)
        for _ in range(options.rounds):
            reference = gets(redis)
            api = installation.IngestApi(site)
            fill(redis, options.events)
            redis.ask("RENAME", HELD_BACK, "trk_queue")
            begin = time.monotonic()
            feeder = installation.feeder(site, redis, api)
            cold.note(begin, feeder, 0, drain(api, redis, options.events, feeder), reference)
            api.process.stop()

            feeder.stop()
            api = installation.IngestApi(site)
            feeder = installation.feeder(site, redis, api, feeder_batch_max_age="1s")
            fill(redis, options.events)
            redis.ask("RENAME", HELD_BACK, "trk_queue")
            drain(api, redis, options.events, feeder)
            reference = gets(redis)
            fill(redis, options.events, before=options.events)
            used = feeder.cpu_seconds()
            begin = time.monotonic()
            redis.ask("RENAME", HELD_BACK, "trk_queue")
            end = drain(api, redis, 2 * options.events, feeder)
            warm.note(begin, feeder, used, end, reference)
            feeder.stop()
            api.process.stop()
        return [cold.figure(), warm.figure()]


class Turns:
    """Rounds of the feeder, and what it held in memory in the worst of them."""

    def __init__(self, name, events):
        self.rounds = Rounds(name, "events/s", "redis-benchmark -P 50 -t get", "GETs/s")
        self.events = events
        self.memory = []

    def note(self, begin, feeder, used, end, reference):
        cpu = (feeder.cpu_seconds() - used) / self.events * 1e6
        self.rounds.note(self.events / (end - begin), reference, cpu)
        self.memory.append((feeder.peak_resident(), feeder.memory()))

    def figure(self):
        counted = f"{self.events:,} distinct ids at the API, each round"
        return self.rounds.figure(memory=max(self.memory)[1], counted=counted)


def fill(redis, events, before=0):
    """A list that the feeder does not see yet, and the attributes of as many messages."""
    redis.empty()
    redis.pipe(samples.attribute_sets(events))
    redis.pipe(samples.queue_pushes(HELD_BACK, events, events, before))


def drain(api, redis, events, feeder, seconds=300):
    """The time at which the API has all events, each once; nothing stays behind in Redis."""
    until(
        f"{events} events at the API (log of the feeder: {feeder.log})",
        lambda: api.counts()["distinct"] >= events or not feeder.runs(),
        seconds,
    )
    end = time.monotonic()
    counts = api.counts()
    if counts["distinct"] != events or counts["events"] != events:
        raise RuntimeError(f"{events} events were queued, and the API has {counts}")
    until("the batches to be acknowledged", lambda: redis.ask("KEYS", "{trk_queue}:batch:*") == [], 10)
    if redis.queued():
        raise RuntimeError(f"{redis.queued()} events are still queued")
    return end


def gets(redis):
    """GETs a second of 50 clients that send 50 at a time."""
    redis.empty()
    done = subprocess.run(
        ["redis-benchmark", "-p", str(redis.port), "-P", "50", "-c", "50", "-n", "3000000", "-t", "get", "--csv"],
        capture_output=True,
        text=True,
        check=True,
    )
    for line in done.stdout.splitlines():
        fields = [field.strip('"') for field in line.split(",")]
        if fields[0] == "GET":
            return float(fields[1])
    raise RuntimeError(f"redis-benchmark: {done.stdout}")
