"""What becomes of rate and memory with more connections, more feeders and deeper queues."""

import time

import measure_feeder
import installation
import load
import samples
from figures import Figure
from processes import Site
from redis_server import Redis


WARM_UP_EVENTS = 500_000


def run(options):
    return connections(options) + several_feeders(options) + depths(options)


def connections(options):
    with Site() as site:
        paths = site.path("paths")
        with open(paths, "w") as file:
            file.write("\n".join(samples.link_paths()))
        redis = Redis(site)
        tracker, port = installation.tracker(site, redis)
        load.wrk(port, paths, 32, options.warm_up)
        figures = []
        for count, closing in ((10, False), (100, False), (1000, False), (100, True)):
            redis.empty()
            answers = load.wrk(port, paths, count, options.seconds, closing=closing)
            queued = redis.queued()
            if answers.errors or not answers.count <= queued <= answers.count + count:
                raise RuntimeError(f"{answers.count} answers, {answers.errors} wrong, {queued} events")
            figures.append(
                Figure(f"tracker, {count} connections" + (", closed after each answer" if closing else ""), "requests/s", answers.per_second,
                       p50=f"{answers.p50:.1f} ms", p99=f"{answers.p99:.1f} ms",
                       memory=tracker.memory(), counted=f"{queued:,} events in trk_queue")
            )
        return figures


def several_feeders(options):
    with Site() as site:
        redis = Redis(site)
        figures = []
        for count in (1, 2, 4):
            figures.append(drained(site, redis, f"{count} feeders", count, options.events))
        return figures


def depths(options):
    with Site() as site:
        redis = Redis(site)
        return [
            drained(site, redis, f"feeder, queue of {depth:,}", 1, depth)
            for depth in (10_000, 100_000, 1_000_000, 5_000_000)
            if depth <= options.deepest
        ]


def drained(site, redis, name, count, events):
    api = installation.IngestApi(site)
    processes = [installation.feeder(site, redis, api, feeder_batch_max_age="1s") for _ in range(count)]
    drain(api, redis, processes[0], WARM_UP_EVENTS, 0)
    rate = events / drain(api, redis, processes[0], events, WARM_UP_EVENTS)
    memory = max(processes, key=lambda process: process.peak_resident()).memory()
    for process in processes:
        process.stop()
    api.process.stop()
    return Figure(name, "events/s", rate, memory=memory, counted=f"{events:,} distinct ids at the API")


def drain(api, redis, feeder, events, before):
    """The seconds until the API has so many more events."""
    redis.empty()
    messages = min(events, 500_000)
    redis.pipe(samples.attribute_sets(messages))
    redis.pipe(samples.queue_pushes(measure_feeder.HELD_BACK, events, messages, before))
    begin = time.monotonic()
    redis.ask("RENAME", measure_feeder.HELD_BACK, "trk_queue")
    return measure_feeder.drain(api, redis, before + events, feeder, 600) - begin
