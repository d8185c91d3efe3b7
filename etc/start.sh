#!/bin/sh
# Starts tracker, feeder and wrapper in the background, on a machine without systemd (units for systemd: etc/systemd).
# Settings: etc/pmta-tracking.properties beside this file. PowerMTA starts acct_etl, see etc/pmta.
set -eu
home=$(dirname "$(dirname "$(readlink -f "$0")")")
logs=${PMTA_TRACKING_LOGS:-/var/log/pmta-tracking}
data=${PMTA_TRACKING_DATA:-/var/lib/pmta-tracking}
# logs and spools contain addresses of recipients: other users must not read them
umask 027
mkdir -p "$logs" "$data"
cd "$data"

# SPARKPOST_API_KEY_INGEST and, for the EU, SPARKPOST_HOST_INGEST; HTTPS_PROXY if there is a proxy; readable by root only.
if [ -r /etc/pmta-tracking/feeder.env ]; then
  set -a
  # shellcheck source=/dev/null
  . /etc/pmta-tracking/feeder.env
  set +a
fi

for flow in tracker feeder wrapper; do
  (
    # only the feeder gets the key
    [ "$flow" = feeder ] || unset SPARKPOST_API_KEY_INGEST
    # no nohup: it would block SIGHUP, which reopens the log; SIGHUP does not end a program
    exec "$home/bin/$flow" -logfile "$logs/$flow.log" < /dev/null >> "$logs/$flow.out" 2>&1
  ) &
  echo "$flow: started, process $!, log $logs/$flow.log"
done
