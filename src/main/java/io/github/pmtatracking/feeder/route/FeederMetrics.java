package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.process.ProgramMetrics;
import javax.management.JMException;
import org.apache.camel.CamelContext;

/** Publishes the feeder's counters and gauges. */
final class FeederMetrics {
  private FeederMetrics() {}

  static void register(CamelContext context, Feeder feeder) throws JMException {
    FeederCounters counters = feeder.counters();
    ProgramMetrics metrics =
        new ProgramMetrics("feeder", "What the feeder has done since it started");
    uploads(metrics, counters);
    events(metrics, counters);
    batchStatus(metrics, counters);
    metrics
        .gauge(
            "held", "1 while the feeder is paused", () -> feeder.paused().reason() == null ? 0 : 1)
        .gauge(
            "verdicts.refused",
            "1 while the API key may not read batch statuses",
            () -> feeder.batchStatusPoller().isForbidden() ? 1 : 0)
        .gauge("dead.letters", "Dead letters in Redis", () -> feeder.deadLetters().knownSize())
        .gauge(
            "queue.length",
            "Events in the queue that no feeder has reserved yet",
            () -> feeder.figures().length())
        .gauge(
            "oldest.event.seconds",
            "Age of the oldest event that waits, in the queue or in a batch; 0 when none does",
            () -> feeder.figures().oldestSeconds())
        .register(context);
  }

  private static void uploads(ProgramMetrics metrics, FeederCounters counters) {
    metrics
        .counter("events.taken", "Events that the API accepted", counters::eventsAccepted)
        .counter("uploads", "Uploads that the API accepted", counters::uploads)
        .counter("retries", "Uploads that failed and are tried again", counters::retries)
        .gauge(
            "failures.in.a.row",
            "Failed uploads of all senders since the last success",
            counters::failuresInARow)
        .gauge(
            "refused.in.a.row",
            "Events refused alone since the API accepted one; see feeder.max-refused",
            counters::refusedInARow);
  }

  private static void events(ProgramMetrics metrics, FeederCounters counters) {
    metrics
        .counter("events.set.aside", "Events that became dead letters", counters::deadLetters)
        .counter(
            "events.expired",
            "Events that became dead letters because of their age",
            counters::expired)
        .counter(
            "events.without.attributes",
            "Events without a record of their message",
            counters::withoutAttributes)
        .counter(
            "events.invalid",
            "Events that exceed a limit of the ingest API and became dead letters",
            counters::invalid)
        .counter(
            "attributes.odd",
            "Events whose message record is partly unusable",
            counters::unusableAttributes)
        .counter(
            "subaccounts.left.out",
            "Events without subaccount_id because that of the record is not a number",
            counters::unusableSubaccounts);
  }

  private static void batchStatus(ProgramMetrics metrics, FeederCounters counters) {
    metrics
        .counter("events.sent.again", "Events queued again", counters::eventsRequeued)
        .counter("verdict.succeeded", "Events that succeeded", counters::eventsSucceeded)
        .counter("verdict.failed", "Events that failed", counters::eventsFailed)
        .counter(
            "verdict.batches.failed",
            "Batches that failed, as a whole or in part",
            counters::batchesFailed)
        .counter("verdict.duplicate", "Events that the API had already", counters::eventsDuplicate)
        .counter(
            "verdict.missing",
            "Batches that the API did not know an hour after it accepted them",
            counters::batchesUnknown)
        .counter(
            "verdict.given.up",
            "Batches whose status was not available for feeder.batch-status.max-age",
            counters::batchesAbandoned);
  }
}
