#!/bin/sh
# Starts tracker, feeder and wrapper in the background, for a machine without systemd (etc/systemd has units for one with
# it). Settings: etc/pmta-tracking.properties beside this file. acct_etl is PowerMTA's to start, see etc/pmta.
set -eu
home=$(dirname "$(dirname "$(readlink -f "$0")")")
logs=${PMTA_TRACKING_LOGS:-/var/log/pmta-tracking}
data=${PMTA_TRACKING_DATA:-/var/lib/pmta-tracking}
mkdir -p "$logs" "$data"
# the tracker's spool lies where it is started
cd "$data"

# SPARKPOST_API_KEY_INGEST and, for the EU, SPARKPOST_HOST_INGEST; HTTPS_PROXY if there is a proxy; readable by root only.
if [ -r /etc/pmta-tracking/feeder.env ]; then
  set -a
  # shellcheck source=/dev/null
  . /etc/pmta-tracking/feeder.env
  set +a
fi

for flow in tracker feeder wrapper; do
  nohup "$home/bin/$flow" -logfile "$logs/$flow.log" >> "$logs/$flow.out" 2>&1 &
  echo "$flow: started, process $!, log $logs/$flow.log"
done
