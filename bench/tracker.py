"""The tracker under wrk, beside nginx that returns 302 under the same wrk."""

import installation
import load
import samples
from figures import Figure, median, say
from processes import Site
from redis import Redis


def run(options):
    with Site() as site:
        paths = site.path("paths")
        with open(paths, "w") as file:
            file.write("\n".join(samples.link_paths()))
        redis = Redis(site)
        nginx = load.nginx(site)
        tracker, port = installation.tracker(site, redis)
        load.wrk(port, paths, 32, options.warm_up)
        return [
            measure(options, redis, nginx, tracker, port, paths, connections) for connections in (32, 128)
        ]


def measure(options, redis, nginx, tracker, port, paths, connections):
    rounds, references, cpu = [], [], []
    answered = queued = errors = 0
    for _ in range(options.rounds):
        references.append(load.wrk(nginx, paths, connections, max(2, options.seconds // 3)).per_second)
        redis.empty()
        used = tracker.cpu_seconds()
        answers = load.wrk(port, paths, connections, options.seconds)
        cpu.append((tracker.cpu_seconds() - used) / answers.count * 1e6)
        rounds.append(answers)
        answered += answers.count
        queued += redis.queued()
        errors += answers.errors
        say(f"tracker, {connections} connections: {answers.per_second:,.0f} requests/s, nginx {references[-1]:,.0f}")
    # wrk goes away with an answer outstanding on each connection, whose event is queued all the same
    if errors or not answered <= queued <= answered + options.rounds * connections:
        raise RuntimeError(f"{answered} requests were answered, {errors} wrongly, and {queued} events were queued")
    return Figure(
        f"tracker, {connections} connections",
        "requests/s",
        median([answers.per_second for answers in rounds]),
        "nginx return 302",
        median(references),
        p50=f"{median([answers.p50 for answers in rounds]):.1f} ms",
        p99=f"{median([answers.p99 for answers in rounds]):.1f} ms",
        cpu=median(cpu),
        memory=tracker.memory(),
        counted=f"{answered:,} answers, {queued:,} events in trk_queue",
    )
