"""The command line of bin/bench."""

import argparse
import shutil
import sys

import accounting
import faults
import feeder
import figures
import fuzz
import growth
import installation
import rewriter
import soak
import start
import tracker
import wrapper

FLOWS = {
    "tracker": (tracker, ["wrk", "nginx", "redis-server"]),
    "accounting": (accounting, ["redis-server", "redis-cli"]),
    "feeder": (feeder, ["redis-server", "redis-cli", "redis-benchmark"]),
    "wrapper": (wrapper, ["smtp-source", "smtp-sink", "redis-server"]),
    "start": (start, ["redis-server"]),
    "growth": (growth, ["wrk", "redis-server", "redis-cli"]),
}
ALL = ["tracker", "accounting", "feeder", "wrapper", "start"]
PACKAGES = {"nginx": "nginx", "wrk": "wrk", "smtp-source": "postfix", "smtp-sink": "postfix"}


def arguments():
    parser = argparse.ArgumentParser(
        prog="bin/bench",
        description="Measures each flow beside a reference, on this machine, in the same run, and prints a table.",
    )
    parser.add_argument(
        "what",
        nargs="*",
        metavar="WHAT",
        default="all",
        choices=[*FLOWS, "rewriter", "soak", "memory", "faults", "fuzz", "all"],
        help="one or several, all if none is named. all: " + ", ".join(ALL) + "; growth: connections, feeders, depth of the queue; soak: all flows together for "
        "long; memory: the same, short, flows in one process; rewriter: JMH; faults: what is lost when something breaks; fuzz: seeded noise against each program",
    )
    parser.add_argument("-rounds", type=int, help="rounds, of which the median counts (3); how often each fault strikes (20)")
    parser.add_argument("-seed", type=int, help="chooses the moments of the faults and the inputs of fuzz (another one each time; it is printed)")
    parser.add_argument("-only", metavar="REGEX", help="only faults in whose name this is found; for fuzz, one of tracker, wrapper, feeder, accounting (all)")
    parser.add_argument("-seconds", type=int, default=30, help="how long the tracker works in a round, in turns of 5 s beside nginx; in growth, at a stretch (30)")
    parser.add_argument("-warm-up", type=int, default=40, help="seconds before the first round of the tracker (40)")
    parser.add_argument("-records", type=int, default=2_000_000, help="records for acct_etl (2000000)")
    parser.add_argument("-events", type=int, default=500_000, help="events for the feeder (500000)")
    parser.add_argument("-messages", type=int, default=20_000, help="messages for the wrapper (20000)")
    parser.add_argument("-deepest", type=int, default=5_000_000, help="longest queue of growth (5000000)")
    parser.add_argument("-minutes", type=int, help="length of the soak (20); of fuzz, for each program (60)")
    parser.add_argument("-jmh", default="", help="arguments for JMH, in one word")
    options = parser.parse_args()
    options.fault_rounds, options.rounds = options.rounds, options.rounds or 3
    if isinstance(options.what, str):
        options.what = [options.what]
    return options


def require(tools):
    missing = sorted({PACKAGES.get(tool, "redis-server") for tool in tools if not shutil.which(tool)})
    if missing:
        sys.exit(f"bin/bench: missing; install with: apt-get install {' '.join(missing)}")


def main():
    options = arguments()
    wanted = [name for what in options.what for name in (ALL if what == "all" else [what])]
    for name in wanted:
        require(FLOWS[name][1] if name in FLOWS else [])
    installation.build()
    table = []
    code = 0
    for name in wanted:
        if name in FLOWS:
            table += FLOWS[name][0].run(options)
        elif name == "rewriter":
            code |= rewriter.run(options.jmh.split())
        elif name == "faults":
            code |= faults.run(options)
        elif name == "fuzz":
            code |= fuzz.run(options)
        else:
            soak.run(1 if name == "memory" else options.minutes or 20, one_process=name == "memory")
    if table:
        figures.print_table(table)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RuntimeError as failure:
        sys.exit(f"bin/bench: {failure}")
