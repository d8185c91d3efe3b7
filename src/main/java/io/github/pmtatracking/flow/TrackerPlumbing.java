package io.github.pmtatracking.flow;

import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.tracker.Tracker;
import org.apache.camel.builder.RouteBuilder;

/** What of the tracker no operator should edit: events that waited on disk follow into Redis. */
final class TrackerPlumbing extends RouteBuilder {
  private final Tracker tracker;
  private final long drainMillis;

  TrackerPlumbing(Tracker tracker, Settings settings) {
    this.tracker = tracker;
    this.drainMillis = settings.duration("tracker.spool.drain-interval").toMillis();
  }

  @Override
  public void configure() {
    from("timer:tracker-spool-drain?fixedRate=false&delay="
            + drainMillis
            + "&period="
            + drainMillis)
        .routeId("tracker-spool-drain")
        .description("Moves events that waited on local disk into Redis, in order, when it is back")
        .bean(tracker.queue(), "drain")
        .id("drain-spool");
  }
}
