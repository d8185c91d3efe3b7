package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.feeder.Feeder;
import io.github.pmtatracking.feeder.FeederCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;

/** Shows what the feeder counts among the process's metrics, when there are any. */
final class FeederMetrics {
  private FeederMetrics() {}

  static void register(CamelContext context, Feeder feeder) {
    MeterRegistry registry = context.getRegistry().findSingleByType(MeterRegistry.class);
    if (registry == null) {
      return;
    }
    FeederCounters counters = feeder.counters();
    count(registry, "events.taken", "Events that the API took", counters.eventsTaken);
    count(registry, "uploads", "Uploads that the API took", counters.uploads);
    count(registry, "retries", "Uploads that failed and are tried again", counters.retries);
    count(registry, "events.set.aside", "Events set aside", counters.setAside);
    count(registry, "events.expired", "Events set aside because of their age", counters.expired);
    count(
        registry,
        "events.without.attributes",
        "Events without a record of their message",
        counters.withoutAttributes);
    count(
        registry,
        "events.invalid",
        "Events that exceed a limit of the ingest API; they are set aside",
        counters.invalid);
    count(
        registry,
        "attributes.odd",
        "Events whose message record is partly unusable",
        counters.oddAttributes);
    count(
        registry,
        "subaccounts.left.out",
        "Events without subaccount_id because that of the record is not a number",
        counters.subaccountsLeftOut);
    count(registry, "events.sent.again", "Events queued again", counters.eventsSentAgain);
    count(registry, "verdict.succeeded", "Events that succeeded", counters.verdictsSucceeded);
    count(registry, "verdict.failed", "Events that failed", counters.verdictsFailed);
    count(
        registry,
        "verdict.batches.failed",
        "Batches that failed, as a whole or in part",
        counters.batchesFailed);
    count(registry, "verdict.duplicate", "Events seen before", counters.verdictsDuplicate);
    count(registry, "verdict.missing", "Batches without verdict", counters.verdictsMissing);
    count(
        registry,
        "verdict.given.up",
        "Batches whose verdict could not be had for feeder.verdict.max-age",
        counters.verdictsGivenUp);
    Gauge.builder("pmta.feeder.held", feeder, f -> f.hold().reason() == null ? 0 : 1)
        .description("1 while the API refuses the site as it is configured")
        .register(registry);
    Gauge.builder("pmta.feeder.verdicts.refused", feeder, f -> f.verdicts().areRefused() ? 1 : 0)
        .description("1 while the API key may not read verdicts")
        .register(registry);
    Gauge.builder("pmta.feeder.failures.in.a.row", counters.failuresInARow, AtomicInteger::get)
        .description("Failed uploads of all senders since the last success")
        .register(registry);
    Gauge.builder("pmta.feeder.refused.in.a.row", counters.refusedInARow, AtomicInteger::get)
        .description("Events refused alone since one was taken; see feeder.max-refused")
        .register(registry);
    gauge(
        registry, "dead.letters", "Dead letters in Redis", () -> feeder.deadLetters().knownSize());
    gauge(
        registry,
        "queue.length",
        "Events in the queue that no feeder has reserved yet",
        () -> feeder.figures().length());
    gauge(
        registry,
        "oldest.event.seconds",
        "Age of the oldest event that waits, in the queue or in a batch; 0 when none does",
        () -> feeder.figures().oldestSeconds());
  }

  /** Of a figure that is below 0 while it is not known. */
  private static void gauge(
      MeterRegistry registry, String name, String description, LongSupplier figure) {
    Gauge.builder(
            "pmta.feeder." + name,
            () -> figure.getAsLong() < 0 ? Double.NaN : (double) figure.getAsLong())
        .description(description)
        .register(registry);
  }

  private static void count(
      MeterRegistry registry, String name, String description, LongAdder counter) {
    FunctionCounter.builder("pmta.feeder." + name, counter, LongAdder::sum)
        .description(description)
        .register(registry);
  }
}
