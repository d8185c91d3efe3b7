"""The table of faults: a Java program among the tests that breaks what can break, and counts."""

import os
import subprocess

import installation


def run(options):
    flags = [("-rounds", options.fault_rounds), ("-seed", options.seed), ("-only", options.only)]
    return run_test_program("io.github.pmtatracking.faults.FaultTable", flags)


def run_test_program(main, flags):
    """Runs a program of the tests with those flags that have a value; returns its exit code."""
    home = installation.HOME
    command = [installation.java(), "-cp", test_classpath(), f"-Dpmta.home={home}", main]
    for name, value in flags:
        if value is not None:
            command += [name, str(value)]
    return subprocess.run(command, cwd=home).returncode


def test_classpath():
    """Compiles the tests; returns their class path."""
    target = os.path.join(installation.HOME, "target")
    path_file = os.path.join(target, "test-classpath")
    subprocess.run(
        ["mvn", "-q", "test-compile", "dependency:build-classpath", "-Dmdep.includeScope=test"]
        + [f"-Dmdep.outputFile={path_file}"],
        cwd=installation.HOME,
        check=True,
    )
    with open(path_file) as file:
        jars = file.read().strip()
    return f"{target}/test-classes:{target}/classes:{jars}"
