"""Two builds in turns: the CPU seconds that a million requests, messages, events or records cost each of them.

Both run at the same time; one idles while the other works. So a machine that others use, too, is as fast or as slow for
both. The ratio of each pair of turns is taken, and the median of the ratios counts.
"""

import os
import re
import statistics
from contextlib import ExitStack

import installation
import load
import measure_accounting
import measure_feeder
import measure_wrapper
import samples
from figures import number, say
from processes import Site
from redis_server import Redis

TRACKER_SECONDS = 4
ROUNDS = 5


def run(options):
    if not options.other:
        raise RuntimeError("versus wants -other DIR, the checkout of the build to compare with, built there")
    homes = [installation.HOME, os.path.abspath(options.other)]
    rows = []
    for name, turns in SUBJECTS.items():
        if not re.search(options.only or "", name):
            continue
        with ExitStack() as stack:
            makers = [turns(options, stack, home) for home in homes]
            pairs = [[maker() for maker in makers] for _ in range(options.turns or ROUNDS)]
        installation.use(homes[0])
        ratio = statistics.median(mine / other for mine, other in pairs)
        mine, other = (statistics.median(column) for column in zip(*pairs))
        spread = ", ".join(f"{mine / other:.2f}" for mine, other in pairs)
        say(f"{name}: {number(mine)} against {number(other)} CPU s per million: {ratio:.2f} x ({spread})")
        rows.append((name, mine, other, ratio))
    say("")
    say("| CPU s per million | this build | other build | ratio |")
    say("|---|---|---|---|")
    for name, mine, other, ratio in rows:
        say(f"| {name} | {number(mine)} | {number(other)} | {ratio:.2f} x |")
    return 0


def tracker(connections, closing=False):
    def turns(options, stack, home):
        site, redis = parts(stack, home)
        paths = site.path("paths")
        with open(paths, "w") as file:
            file.write("\n".join(samples.link_paths()))
        process, port = installation.tracker(site, redis)
        load.wrk(port, paths, 32, options.warm_up)

        def turn():
            redis.empty()
            used = process.cpu_seconds()
            answers = load.wrk(port, paths, connections, TRACKER_SECONDS, closing=closing)
            return (process.cpu_seconds() - used) / answers.count * 1e6

        return turn

    return turns


def wrapper(sessions):
    def turns(options, stack, home):
        site, redis = parts(stack, home)
        mail = measure_wrapper.write_mail(site)
        process, port = installation.wrapper(site, redis, load.smtp_sink(site))
        load.smtp_source(port, mail, sessions, options.messages)
        messages = max(1, options.messages // 4)

        def turn():
            used = process.cpu_seconds()
            load.smtp_source(port, mail, sessions, messages)
            return (process.cpu_seconds() - used) / messages * 1e6

        return turn

    return turns


def feeder(warm):
    def turns(options, stack, home):
        site, redis = parts(stack, home)
        api = installation.IngestApi(site)
        process = installation.feeder(site, redis, api, feeder_batch_max_age="1s")
        seen = 0

        def drained():
            nonlocal seen
            measure_feeder.fill(redis, options.events, before=seen)
            seen += options.events
            redis.ask("RENAME", measure_feeder.HELD_BACK, "trk_queue")
            measure_feeder.drain(api, redis, seen, process)

        def turn():
            used = process.cpu_seconds()
            drained()
            return (process.cpu_seconds() - used) / options.events * 1e6

        def first():
            nonlocal process, seen
            process.stop()
            installation.use(home)
            process = installation.feeder(site, redis, api)
            drained()
            return process.cpu_seconds() / options.events * 1e6

        if warm:
            drained()
        return turn if warm else first

    return turns


def accounting(**settings):
    def turns(options, stack, home):
        site, redis = parts(stack, home)
        records = site.path("acct.csv")
        measure_accounting.write(records, samples.accounting_lines(options.records))

        def turn():
            installation.use(home)
            redis.empty()
            return measure_accounting.load(site, redis, records, settings)[1] / options.records * 1e6

        return turn

    return turns


def parts(stack, home):
    installation.use(home)
    site = stack.enter_context(Site())
    return site, Redis(site)


SUBJECTS = {
    "tracker, 32 connections": tracker(32),
    "tracker, 128 connections": tracker(128),
    "tracker, 32 connections, each closed after its answer": tracker(32, closing=True),
    "wrapper, 1 sessions": wrapper(1),
    "wrapper, 10 sessions": wrapper(10),
    "wrapper, 50 sessions": wrapper(50),
    "feeder, from its start": feeder(warm=False),
    "feeder, after as many events": feeder(warm=True),
    "accounting, one log line each": accounting(),
    "accounting, log summary": accounting(accounting_log="summary"),
}
