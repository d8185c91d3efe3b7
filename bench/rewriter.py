"""The rewriting alone, by JMH in its own JVMs."""

import os
import subprocess

import faults
import installation


def run(arguments):
    classpath = faults.test_classpath()
    command = [installation.java(), "-cp", classpath, "-Dshared.dir=" + shared_folder(), "org.openjdk.jmh.Main"]
    return subprocess.run(command + arguments, cwd=installation.HOME).returncode


def shared_folder():
    return os.environ.get("SHARED_DIR", os.path.join(os.path.dirname(installation.HOME), "shared"))
