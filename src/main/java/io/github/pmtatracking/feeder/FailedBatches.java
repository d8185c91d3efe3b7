package io.github.pmtatracking.feeder;

import io.github.pmtatracking.event.BadEntryException;
import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.feeder.BatchStatusPoller.FailedBatch;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.ingest.FailedEvents;
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
 * Makes dead letters of kept uploads that failed, in a form that can be replayed. A crash after
 * that and before the batch is forgotten sets its events aside twice, with the same ids.
 * Thread-safe.
 */
final class FailedBatches {
  private static final Logger LOG = LoggerFactory.getLogger(FailedBatches.class);

  private final SentBatchStore uploads;
  private final DeadLetterWriter setAside;
  private final LogText logText;
  private final FeederCounters counters;
  private final InstantSource clock;

  FailedBatches(
      SentBatchStore uploads,
      DeadLetterWriter setAside,
      LogText logText,
      FeederCounters counters,
      InstantSource clock) {
    this.uploads = uploads;
    this.setAside = setAside;
    this.logText = logText;
    this.counters = counters;
    this.clock = clock;
  }

  /**
   * Sets aside the events that the API names, or all, when it names fewer than have failed.
   *
   * @param list the API's list of them
   * @throws IOException when the list cannot be read
   */
  void setAside(FailedBatch batch, byte[] list) throws IOException {
    Map<String, String> reasons = FailedEvents.parse(list);
    List<byte[]> entries = entries(batch);
    Instant now = clock.instant();
    List<DeadLetter> named = new ArrayList<>();
    for (byte[] entry : entries) {
      String id = id(entry);
      String reason = reasons.get(id);
      if (reason != null) {
        named.add(letter(id, entry, now, batch, logText.of(reason)));
      }
    }
    if (named.size() < batch.verdict().failed()) {
      setAsideWhole(
          batch,
          "the list of its failed events names "
              + named.size()
              + " of "
              + batch.verdict().failed());
      return;
    }
    setAside.all(named);
    counters.verdictsFailed.add(named.size());
  }

  /**
   * Sets all events of a batch aside.
   *
   * @param why the failed ones are not known; may be empty
   */
  void setAsideWhole(FailedBatch batch, String why) {
    Instant now = clock.instant();
    List<DeadLetter> letters = new ArrayList<>();
    for (byte[] entry : entries(batch)) {
      letters.add(letter(id(entry), entry, now, batch, why));
    }
    setAside.all(letters);
    long failed = batch.verdict().failed();
    counters.verdictsFailed.add(failed > 0 ? failed : letters.size());
  }

  private DeadLetter letter(
      String id, byte[] entry, Instant now, FailedBatch batch, String detail) {
    String error = batch.verdict().errorType();
    return new DeadLetter(
        id,
        now,
        DeadLetter.REJECTED,
        "batch "
            + batch.asked().batchId()
            + (error.isEmpty() ? "" : ": " + logText.of(error))
            + (detail.isEmpty() ? "" : ": " + detail),
        entry);
  }

  /**
   * The queue entries of a batch, each with its id; none, and an error is logged, when it was not
   * kept.
   */
  List<byte[]> entries(FailedBatch batch) {
    String batchId = batch.asked().batchId();
    byte[] gzipped = uploads.gzipped(batch.asked().name());
    if (gzipped == null) {
      LOG.error(
          "Events of batch {} are lost: the API rejected them after its 200, and the upload was"
              + " not kept; raise feeder.verdict.keep-bytes",
          batchId);
      return List.of();
    }
    try {
      return LinesToEntries.read(gzipped);
    } catch (IOException e) {
      LOG.error("Batch {} was kept but cannot be read: {}", batchId, e.getMessage());
      return List.of();
    }
  }

  private static String id(byte[] entry) {
    try {
      return Objects.requireNonNullElse(QueueEntry.read(entry).id(), "?");
    } catch (BadEntryException e) {
      throw new IllegalStateException(e);
    }
  }
}
