package io.github.pmtatracking.tracker.route;

import io.github.pmtatracking.process.ProgramMetrics;
import io.github.pmtatracking.tracker.Tracker;
import io.github.pmtatracking.tracker.TrackerCounters;
import javax.management.JMException;
import org.apache.camel.CamelContext;

/** The tracker's figures, in Micrometer and in JMX. */
final class TrackerMetrics {
  private TrackerMetrics() {}

  static void register(CamelContext context, Tracker tracker) throws JMException {
    TrackerCounters counters = tracker.counters();
    new ProgramMetrics("tracker", "What the tracker has received and done since it started")
        .counter("opens", "Pixels fetched, initial opens included", counters::opens)
        .counter("clicks", "Links clicked", counters::clicks)
        .counter(
            "bad.links",
            "Requests whose link could not be read or has no valid target",
            counters::badLinks)
        .counter(
            "bad.real.ips",
            "Headers of trusted peers without a valid address",
            counters::badRealIps)
        .counter(
            "events.exceeding.bounds",
            "Events not queued because they exceed a limit",
            counters::exceededBounds)
        .counter("events.queued", "Events that Redis took within the time-out", counters::queued)
        .counter("events.spooled", "Events written to disk instead", counters::spooled)
        .counter("events.drained", "Spooled events moved to Redis", counters::drained)
        .counter("events.lost", "Events that neither Redis nor the disk stored", counters::lost)
        .gauge("spool.events", "Events on disk now", () -> tracker.spool().counters().records())
        .bytes("spool.bytes", "Size of the spool", () -> tracker.spool().counters().bytes())
        .register(context);
  }
}
