"""The rewriting alone, by JMH in its own JVMs. MAIL_CORPUS names a folder with more newsletters (*.html)."""

import os
import subprocess

import faults
import installation


def run(arguments):
    classpath = faults.test_classpath()
    corpus = "-Dmail.corpus=" + os.environ.get("MAIL_CORPUS", "")
    command = [installation.java(), "-cp", classpath, corpus, "org.openjdk.jmh.Main"]
    return subprocess.run(command + arguments, cwd=installation.HOME).returncode
