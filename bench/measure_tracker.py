"""The tracker under wrk, beside nginx that returns 302 under the same wrk, in short turns."""

import installation
import load
import samples
from figures import Rounds, median
from processes import Site
from redis_server import Redis

TURN_SECONDS = 5
NGINX_SECONDS = 3


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
            measure(options, redis, nginx, tracker, port, paths, connections, closing)
            for connections, closing in ((32, False), (128, False), (32, True))
        ]


def measure(options, redis, nginx, tracker, port, paths, connections, closing):
    # a reader is most often a new connection
    name = f"tracker, {connections} connections" + (", each closed after its answer" if closing else "")
    rounds = Rounds(name, "requests/s", "nginx return 302")
    turns = []
    queued = 0
    for _ in range(options.rounds * max(1, options.seconds // TURN_SECONDS)):
        redis.empty()
        reference = load.wrk(nginx, paths, connections, NGINX_SECONDS, closing=closing).per_second
        used = tracker.cpu_seconds()
        answers = load.wrk(port, paths, connections, TURN_SECONDS, closing=closing)
        rounds.note(answers.per_second, reference, (tracker.cpu_seconds() - used) / answers.count * 1e6)
        turns.append(answers)
        queued += redis.queued()
    answered = sum(answers.count for answers in turns)
    errors = sum(answers.errors for answers in turns)
    # wrk goes away with an answer outstanding on each connection, whose event is queued all the same
    if errors or not answered <= queued <= answered + len(turns) * connections:
        raise RuntimeError(f"{answered} requests were answered, {errors} wrongly, and {queued} events were queued")
    return rounds.figure(
        p50=f"{median([answers.p50 for answers in turns]):.1f} ms",
        p99=f"{median([answers.p99 for answers in turns]):.1f} ms",
        memory=tracker.memory(),
        counted=f"{answered:,} answers, {queued:,} events in trk_queue",
    )
