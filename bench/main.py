"""The command line of bin/bench."""

import argparse
import shutil
import sys

import faults
import figures
import fuzz
import growth
import installation
import measure_accounting
import measure_feeder
import measure_tracker
import measure_wrapper
import rewriter
import soak
import start
import versus

FLOWS = {
    "tracker": (measure_tracker, ["wrk", "nginx", "redis-server"]),
    "accounting": (measure_accounting, ["redis-server", "redis-cli"]),
    "feeder": (measure_feeder, ["redis-server", "redis-cli", "redis-benchmark"]),
    "wrapper": (measure_wrapper, ["smtp-source", "smtp-sink", "redis-server"]),
    "start": (start, ["redis-server"]),
    "growth": (growth, ["wrk", "redis-server", "redis-cli"]),
}
WHAT = """\
WHAT is:
  tracker, accounting, feeder, wrapper   one program under load
  start      time from a command to its first answer
  all        the five above
  growth     1 to 1,000 connections, 1 to 4 feeders, queues of 10,000 to 5,000,000 events
  soak       all programs together for -minutes
  memory     soak for one minute, tracker, feeder and wrapper in one process
  rewriter   rewriting of the mails of the tests, by JMH
  faults     events that are lost when a process, Redis or the API fails
  versus     CPU seconds of each program beside those of another build (-other), in turns
  fuzz       random input (with a seed) to each program

With -seconds, the tracker and nginx take turns of 5 s."""
ALL = ["tracker", "accounting", "feeder", "wrapper", "start"]
PACKAGES = {"nginx": "nginx", "wrk": "wrk", "smtp-source": "postfix", "smtp-sink": "postfix"}


def arguments():
    parser = argparse.ArgumentParser(
        prog="bin/bench",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Measures each program beside a reference, on this machine, in the same run, and prints a table.",
        epilog=WHAT,
    )
    parser.add_argument(
        "what",
        nargs="*",
        metavar="WHAT",
        default="all",
        choices=[*FLOWS, "rewriter", "soak", "memory", "faults", "fuzz", "versus", "all"],
        help="one or several of the words below (all)",
    )
    option = parser.add_argument
    option("-rounds", type=int, help="number of rounds; the median counts (3). faults: number of each fault (20)")
    option("-seed", type=int, help="seed of faults and fuzz (a new one each time; it is printed)")
    option("-only", metavar="REGEX", help="faults: those with this name; fuzz: tracker, wrapper, feeder or accounting;"
        " versus: lines with this name")
    option("-seconds", type=int, default=30, help="work of the tracker in a round (30)")
    option("-warm-up", type=int, default=40, help="seconds before the first round of the tracker (40)")
    option("-records", type=int, default=2_000_000, help="records for acct_etl (2000000)")
    option("-events", type=int, default=500_000, help="events for the feeder (500000)")
    option("-messages", type=int, default=20_000, help="messages for the wrapper (20000)")
    option("-deepest", type=int, default=5_000_000, help="growth: longest queue (5000000)")
    option("-minutes", type=int, help="length of soak (20); of fuzz, for each program (60)")
    option("-other", metavar="DIR", help="versus: the checkout of the other build")
    option("-turns", type=int, help="versus: turns of each build (5)")
    option("-jmh", default="", help="rewriter: arguments for JMH, in one word")
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
        elif name == "versus":
            code |= versus.run(options)
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
