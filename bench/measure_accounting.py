"""acct_etl with records through a pipe, beside redis-cli --pipe with the SETs that they come down to."""

import os
import subprocess
import time

import installation
import samples
from figures import Rounds
from processes import Site
from redis_server import Redis


def run(options):
    with Site() as site:
        records = site.path("acct.csv")
        write(records, samples.accounting_lines(options.records))
        sets = site.path("sets")
        write(sets, samples.attribute_sets(options.records))
        redis = Redis(site)
        return [
            measure(options, site, redis, records, sets, "accounting, one log line each", {}),
            measure(options, site, redis, records, sets, "accounting, log summary", {"accounting_log": "summary"}),
        ]


def write(path, chunks):
    with open(path, "wb") as file:
        for chunk in chunks:
            file.write(chunk)


def measure(options, site, redis, records, sets, name, settings):
    rounds = Rounds(name, "records/s", "redis-cli --pipe", "SETs/s")
    memory = []
    for _ in range(options.rounds):
        redis.empty()
        begin = time.monotonic()
        redis.pipe_file(sets)
        reference = options.records / (time.monotonic() - begin)
        redis.empty()
        seconds, used, peak = load(site, redis, records, settings)
        if redis.keys_with_expiry() != options.records:
            raise RuntimeError(f"{options.records} records became {redis.keys_with_expiry()} keys that expire")
        rounds.note(options.records / seconds, reference, used / options.records * 1e6)
        memory.append(peak)
    return rounds.figure(memory=f"({max(memory)})", counted=f"{options.records:,} keys that expire, each round")


def load(site, redis, records, settings):
    """Seconds from the start of acct_etl to its end, its CPU seconds, and its peak memory in MB."""
    environment = {"REDIS_URL": redis.url, "ACCOUNTING_SPOOL_FOLDER": site.path("spool")}
    environment.update({key.upper(): value for key, value in settings.items()})
    begin = time.monotonic()
    feed = subprocess.Popen(["cat", records], stdout=subprocess.PIPE)
    process = site.start(
        "acct_etl",
        [os.path.join(installation.BIN, "acct_etl"), "-logfile", site.path("acct_etl-records.log")],
        environment,
        stdin=feed.stdout,
    )
    feed.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
    process.popen.returncode = os.waitstatus_to_exitcode(status)
    feed.wait()
    if process.popen.returncode != 0:
        raise RuntimeError(f"acct_etl ended with {process.popen.returncode}; its log: {process.log}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024
