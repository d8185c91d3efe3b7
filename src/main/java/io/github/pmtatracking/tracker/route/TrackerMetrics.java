package io.github.pmtatracking.tracker.route;

import io.github.pmtatracking.tracker.Tracker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;

/** The tracker's counters, for a JMX console and for Prometheus. */
@ManagedResource(description = "What the tracker has seen and done since it started")
public final class TrackerMetrics {
  private final Tracker tracker;

  TrackerMetrics(Tracker tracker) {
    this.tracker = tracker;
  }

  /** Shows the same figures among the metrics of the process. */
  void register(MeterRegistry metrics) {
    count(metrics, "opens", "Pixels fetched", TrackerMetrics::getOpens);
    count(metrics, "clicks", "Links clicked", TrackerMetrics::getClicks);
    count(
        metrics, "bad.links", "Requests whose link could not be read", TrackerMetrics::getBadLinks);
    count(
        metrics,
        "bad.real.ips",
        "Headers of trusted peers without a valid address",
        TrackerMetrics::getBadRealIps);
    count(
        metrics,
        "events.exceeding.bounds",
        "Events not queued because they exceed a limit",
        TrackerMetrics::getEventsExceedingBounds);
    count(metrics, "events.queued", "Events that Redis took", TrackerMetrics::getEventsQueued);
    count(metrics, "events.spooled", "Events kept on disk", TrackerMetrics::getEventsSpooled);
    count(
        metrics,
        "events.drained",
        "Spooled events moved to Redis",
        TrackerMetrics::getEventsDrained);
    count(metrics, "events.lost", "Events lost", TrackerMetrics::getEventsLost);
    Gauge.builder("pmta.tracker.spool.events", this, TrackerMetrics::getSpoolEvents)
        .description("Events on disk now")
        .register(metrics);
    Gauge.builder("pmta.tracker.spool.bytes", this, TrackerMetrics::getSpoolBytes)
        .description("What the spool occupies")
        .baseUnit("bytes")
        .register(metrics);
  }

  private void count(
      MeterRegistry metrics, String name, String what, ToDoubleFunction<TrackerMetrics> value) {
    FunctionCounter.builder("pmta.tracker." + name, this, value)
        .description(what)
        .register(metrics);
  }

  @ManagedAttribute(description = "Pixels fetched, initial opens included")
  public long getOpens() {
    return tracker.counters().opens();
  }

  @ManagedAttribute(description = "Links clicked")
  public long getClicks() {
    return tracker.counters().clicks();
  }

  @ManagedAttribute(
      description = "Requests whose path is not a link, or a link without a valid target")
  public long getBadLinks() {
    return tracker.counters().badLinks();
  }

  @ManagedAttribute(description = "Requests of trusted peers whose header has no valid address")
  public long getBadRealIps() {
    return tracker.counters().badRealIps();
  }

  @ManagedAttribute(description = "Events not queued because they exceed a limit")
  public long getEventsExceedingBounds() {
    return tracker.counters().exceededBounds();
  }

  @ManagedAttribute(description = "Events that Redis took within the time-out")
  public long getEventsQueued() {
    return tracker.counters().queued();
  }

  @ManagedAttribute(description = "Events that went to local disk instead")
  public long getEventsSpooled() {
    return tracker.counters().spooled();
  }

  @ManagedAttribute(description = "Events that followed from local disk into Redis")
  public long getEventsDrained() {
    return tracker.counters().drained();
  }

  @ManagedAttribute(description = "Events that neither Redis nor local disk took")
  public long getEventsLost() {
    return tracker.counters().lost();
  }

  @ManagedAttribute(description = "Events on local disk now")
  public long getSpoolEvents() {
    return tracker.spool().counters().records();
  }

  @ManagedAttribute(description = "Bytes that the spool occupies")
  public long getSpoolBytes() {
    return tracker.spool().counters().bytes();
  }
}
