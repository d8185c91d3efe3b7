package io.github.pmtatracking.feeder.status;

import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetterWriter;
import io.github.pmtatracking.feeder.format.IngestEventFormat;
import io.github.pmtatracking.feeder.status.BatchStatusPoller.FailedBatch;
import io.github.pmtatracking.ingest.LogText;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes dead letters of failed batches from the kept uploads, in a form that can be replayed. If
 * the feeder dies before the batch is forgotten, its events become dead letters twice, with the
 * same ids. Thread-safe.
 */
final class FailedBatches {
  private static final Logger LOG = LoggerFactory.getLogger(FailedBatches.class);

  private final SentBatchStore store;
  private final DeadLetterWriter deadLetterWriter;
  private final LogText logText;
  private final FeederCounters counters;
  private final InstantSource clock;

  FailedBatches(
      SentBatchStore store,
      DeadLetterWriter deadLetterWriter,
      LogText logText,
      FeederCounters counters,
      InstantSource clock) {
    this.store = store;
    this.deadLetterWriter = deadLetterWriter;
    this.logText = logText;
    this.counters = counters;
    this.clock = clock;
  }

  /**
   * Makes dead letters of the events that the API names; or of all, when it names fewer events than
   * have failed.
   *
   * @param list the API's list of failed events
   * @throws IOException when the list cannot be read
   */
  void deadLetterNamed(FailedBatch failed, byte[] list) throws IOException {
    Map<String, String> reasons = FailedEvents.parse(list);
    Instant now = clock.instant();
    List<DeadLetter> named = new ArrayList<>();
    for (TrackingEvent event : events(failed)) {
      String reason = reasons.get(event.id());
      if (reason != null) {
        named.add(letter(event, now, failed, logText.of(reason)));
      }
    }
    if (named.size() < failed.status().failed()) {
      deadLetterAll(
          failed,
          "the list of its failed events names "
              + named.size()
              + " of "
              + failed.status().failed());
      return;
    }
    deadLetterWriter.write(named);
    counters.countEventsFailed(named.size());
  }

  /**
   * Makes dead letters of all events of a batch.
   *
   * @param why the failed ones are unknown; may be empty
   */
  void deadLetterAll(FailedBatch failed, String why) {
    Instant now = clock.instant();
    List<DeadLetter> letters =
        events(failed).stream().map(event -> letter(event, now, failed, why)).toList();
    deadLetterWriter.write(letters);
    long count = failed.status().failed();
    counters.countEventsFailed(count > 0 ? count : letters.size());
  }

  private DeadLetter letter(TrackingEvent event, Instant now, FailedBatch failed, String detail) {
    String error = failed.status().errorType();
    return new DeadLetter(
        Objects.requireNonNullElse(event.id(), "?"),
        now,
        DeadLetter.REJECTED,
        "batch "
            + failed.batch().batchId()
            + (error.isEmpty() ? "" : ": " + logText.of(error))
            + (detail.isEmpty() ? "" : ": " + detail),
        QueueEntry.write(event));
  }

  /** The events of a batch; none, and an error is logged, when its upload was not kept. */
  List<TrackingEvent> events(FailedBatch failed) {
    String batchId = failed.batch().batchId();
    byte[] gzipped = store.gzipped(failed.batch().name());
    if (gzipped == null) {
      LOG.error(
          "Events lost: the API rejected them after its 200, and the upload was not kept; raise"
              + " feeder.batch-status.keep-bytes: batch={}",
          batchId);
      return List.of();
    }
    try {
      return IngestEventFormat.read(gzipped);
    } catch (IOException e) {
      LOG.error("Kept upload cannot be read: batch={} error={}", batchId, e.getMessage());
      return List.of();
    }
  }
}
