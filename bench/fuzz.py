"""Seeded noise against each program: a Java program among the tests, for an hour each."""

import faults


def run(options):
    flags = [("-minutes", options.minutes), ("-seed", options.seed), ("-only", options.only)]
    return faults.run_test_program("io.github.pmtatracking.fuzz.Fuzz", flags)
