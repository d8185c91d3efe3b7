package io.github.pmtatracking.feeder.status;

import static java.util.stream.Collectors.joining;

import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.feeder.deadletter.DeadLetterWriter;
import io.github.pmtatracking.ingest.IngestEndpoint;
import io.github.pmtatracking.ingest.IngestResponse;
import io.github.pmtatracking.ingest.LogText;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the API for the status of each batch that it accepted (docs/formats.md, "Batch status"):
 * counts the events, queues a batch again when the API asks for that, and makes dead letters of
 * failed events. While the API key may not read statuses, no uploads are kept. Several feeders
 * share the work. Thread-safe.
 */
public final class BatchStatusPoller {
  private static final Logger LOG = LoggerFactory.getLogger(BatchStatusPoller.class);

  /** Most batches of one request; the API limits the length of a URI. */
  private static final int MAX_BATCHES = 50;

  /** A batch that the API does not know so long after its 200 is not asked for any more. */
  private static final Duration UNKNOWN_TIMEOUT = Duration.ofHours(1);

  /** After so many requests for the failed events of a batch, all its events are dead-lettered. */
  private static final int MAX_ATTEMPTS = 3;

  /** An id that is fit for a query and for a path. */
  private static final String BATCH_ID = "[A-Za-z0-9._~-]{1,64}";

  private final SentBatchStore store;
  private final FailedBatches failedBatches;
  private final BatchStatusPermission permission;
  private final LogText logText;
  private final FeederOptions options;
  private final FeederCounters counters;
  private final InstantSource clock;

  /** Batches that are known to have failed: requests for their failed events, by name. */
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

  /** A batch that the API accepted and that failed, as a whole or in part. */
  public record FailedBatch(PendingBatch batch, IngestBatchStatus status) {}

  public BatchStatusPoller(
      SentBatchStore store,
      DeadLetterWriter deadLetterWriter,
      LogText logText,
      FeederOptions options,
      FeederCounters counters,
      InstantSource clock) {
    this.store = store;
    this.failedBatches = new FailedBatches(store, deadLetterWriter, logText, counters, clock);
    this.permission = new BatchStatusPermission(store::clear, clock);
    this.logText = logText;
    this.options = options;
    this.counters = counters;
    this.clock = clock;
  }

  /** The API accepted these lines as a batch. Does not throw: the events have arrived. */
  public void accepted(String batchId, byte[] gzipped) {
    if (options.batchStatusDelay().isZero()) {
      return;
    }
    if (!batchId.matches(BATCH_ID)) {
      LOG.warn(
          "Status of a batch not requested; wanted an id of up to 64 letters, digits, dots, dashes:"
              + " batch={}",
          logText.of(batchId));
      return;
    }
    PendingBatch batch = new PendingBatch(clock.instant(), batchId);
    try {
      if (permission.mayBeKept(batch.name())) {
        store.add(
            batch.name(),
            gzipped,
            batch.acceptedAt().plus(options.batchStatusDelay()).toEpochMilli(),
            options.batchStatusKeepBytes());
      }
    } catch (RedisException e) {
      LOG.warn("Status of a batch not requested: batch={} error={}", batchId, e.getMessage());
    }
  }

  /** Whether the API key may not read statuses. */
  public boolean isForbidden() {
    return permission.isMissing();
  }

  /**
   * The batches to ask for now. Each comes again after the delay, unless {@link #handle} finishes
   * it; a batch that is too old is abandoned instead.
   */
  public List<PendingBatch> due() {
    if (permission.isMissing()) {
      if (!permission.isTimeToAsk()) {
        return List.of();
      }
      String latest = permission.latest();
      if (latest != null) {
        return List.of(PendingBatch.ofName(latest));
      }
    }
    long now = clock.millis();
    Instant oldest = clock.instant().minus(options.batchStatusMaxAge());
    long again = now + options.batchStatusDelay().toMillis();
    List<PendingBatch> due = new ArrayList<>();
    int abandoned = 0;
    List<String> claimed;
    do {
      claimed = store.claim(now, again, MAX_BATCHES - due.size());
      for (String name : claimed) {
        PendingBatch batch = PendingBatch.ofName(name);
        if (batch.acceptedAt().isBefore(oldest) && !attempts.containsKey(name)) {
          store.remove(name);
          abandoned++;
        } else {
          due.add(batch);
        }
      }
    } while (!claimed.isEmpty() && due.size() < MAX_BATCHES);
    abandon(abandoned);
    return due;
  }

  private void abandon(int batches) {
    if (batches > 0) {
      counters.countBatchesAbandoned(batches);
      LOG.warn(
          "Batches abandoned; their status was not available for feeder.batch-status.max-age:"
              + " batches={} max_age={}",
          batches,
          options.batchStatusMaxAge());
    }
  }

  /** The query of the request for them. */
  public String query(List<PendingBatch> due) {
    return due.stream().map(PendingBatch::batchId).collect(joining(",", "batch_ids=", ""));
  }

  /**
   * Handles the response to the request for these batches.
   *
   * @param status HTTP status code
   * @param reason the words after it, or null
   * @param body the API's JSON, or null
   * @return the batches whose failed events are requested next; each is then given to {@link
   *     #handleFailedEvents}
   */
  public List<FailedBatch> handle(
      List<PendingBatch> due, int status, @Nullable String reason, @Nullable String body) {
    boolean forbidden = status == 401 || status == 403 || status == 404;
    // The page of a proxy in between says nothing about the key.
    if (forbidden && IngestResponse.of(status, reason, body, logText).error() != null) {
      permission.refused(IngestResponse.statusLine(status, reason, logText));
      return List.of();
    }
    if (status / 100 != 2) {
      LOG.warn(
          "Batch statuses not available, asking again later: response={}",
          IngestResponse.statusLine(status, reason, logText));
      return List.of();
    }
    permission.granted();
    Map<String, IngestBatchStatus> statuses = IngestBatchStatus.parse(body == null ? "" : body);
    List<FailedBatch> requested = new ArrayList<>();
    for (PendingBatch batch : due) {
      IngestBatchStatus batchStatus = statuses.get(batch.batchId());
      if (batchStatus != null) {
        finish(batch, batchStatus, requested);
      } else if (clock.instant().isAfter(batch.acceptedAt().plus(UNKNOWN_TIMEOUT))) {
        counters.countBatchUnknown();
        LOG.warn(
            "Batch dropped; the API does not know it an hour after its 200: batch={}",
            batch.batchId());
        forget(batch);
      }
    }
    return requested;
  }

  private void finish(PendingBatch batch, IngestBatchStatus status, List<FailedBatch> requested) {
    if (!status.isFailure()) {
      count(status);
      forget(batch);
      return;
    }
    LOG.warn(
        "Batch failed: batch={} sent_again={} succeeded={} failed={} duplicates={} error={}",
        batch.batchId(),
        status.sendAgain(),
        status.succeeded(),
        status.failed(),
        status.duplicates(),
        status.errorType().isEmpty() ? "none" : logText.of(status.errorType()));
    FailedBatch failed = new FailedBatch(batch, status);
    if (status.sendAgain()) {
      sendAgain(failed);
    } else if (!status.isValidation()) {
      deadLetterAll(failed, "");
    } else if (attempts.merge(batch.name(), 1, Integer::sum) > MAX_ATTEMPTS) {
      deadLetterAll(failed, "the list of its failed events is not available");
    } else {
      requested.add(failed);
    }
  }

  /**
   * The path of the request for the failed events, after {@link IngestEndpoint#failedEventsUrl}.
   */
  public String failedEventsPath(FailedBatch failed) {
    return "/" + failed.batch().batchId();
  }

  /**
   * Makes dead letters of a batch's failed events; or of all its events, when the API does not name
   * the failed ones.
   *
   * @param status HTTP status code
   * @param reason the words after it, or null
   * @param body the list, compressed or not; or null
   */
  public void handleFailedEvents(
      FailedBatch failed, int status, @Nullable String reason, byte @Nullable [] body) {
    String response = IngestResponse.statusLine(status, reason, logText);
    if (status / 100 == 2) {
      try {
        failedBatches.deadLetterNamed(failed, body == null ? new byte[0] : body);
        finished(failed);
      } catch (IOException e) {
        deadLetterAll(
            failed, "the list of its failed events cannot be read: " + logText.of(e.getMessage()));
      }
    } else if (status == 401 || status == 403 || status == 404) {
      deadLetterAll(failed, "the list of its failed events is not available: " + response);
    } else {
      LOG.warn(
          "Failed events of a batch not available, asking again later: batch={} response={}",
          failed.batch().batchId(),
          response);
    }
  }

  private void deadLetterAll(FailedBatch failed, String why) {
    failedBatches.deadLetterAll(failed, why);
    finished(failed);
  }

  private void finished(FailedBatch failed) {
    counters.countBatchFailed();
    count(failed.status());
    forget(failed.batch());
  }

  private void count(IngestBatchStatus status) {
    counters.countBatchStatus(status.succeeded(), status.duplicates());
  }

  private void forget(PendingBatch batch) {
    store.remove(batch.name());
    attempts.remove(batch.name());
  }

  /** A crash between the queue and {@code forget} sends the batch twice, with the same ids. */
  private void sendAgain(FailedBatch failed) {
    List<TrackingEvent> events = failedBatches.events(failed);
    store.queue(events.stream().map(QueueEntry::write).toList());
    counters.countRequeued(events.size());
    count(failed.status());
    forget(failed.batch());
  }
}
