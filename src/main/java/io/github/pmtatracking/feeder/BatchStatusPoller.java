package io.github.pmtatracking.feeder;

import static java.util.stream.Collectors.joining;

import io.github.pmtatracking.ingest.BatchStatusRights;
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
 * Asks the API for the verdict on each batch that it took, because its 200 does not mean that it
 * accepts the events (docs/formats.md, "Verdicts"). Counts the verdicts, and queues a batch again
 * when the API asks for that. Asks for the failed events of a batch and sets them aside. While the
 * key may not read verdicts, no uploads are kept. Several feeders share the work. Thread-safe.
 */
public final class BatchStatusPoller {
  private static final Logger LOG = LoggerFactory.getLogger(BatchStatusPoller.class);
  private static final int MOST_AT_ONCE = 50;
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** So often the failed events of a batch are asked for before it is set aside whole. */
  private static final int MAX_TRIES = 3;

  /** An id that is fit for a query and for a path. */
  private static final String BATCH_ID = "[A-Za-z0-9._~-]{1,64}";

  private final SentBatchStore uploads;
  private final FailedBatches failed;
  private final BatchStatusRights rights;
  private final LogText logText;
  private final FeederOptions options;
  private final FeederCounters counters;
  private final InstantSource clock;

  /** Batches that are known to have failed, and how often their failed events were asked for. */
  private final Map<String, Integer> tries = new ConcurrentHashMap<>();

  BatchStatusPoller(
      SentBatchStore uploads,
      DeadLetterWriter setAside,
      LogText logText,
      FeederOptions options,
      FeederCounters counters,
      InstantSource clock) {
    this.uploads = uploads;
    this.failed = new FailedBatches(uploads, setAside, logText, counters, clock);
    this.rights = new BatchStatusRights(uploads::clear, clock);
    this.logText = logText;
    this.options = options;
    this.counters = counters;
    this.clock = clock;
  }

  /** The API took these lines as a batch. Does not throw: the events have arrived. */
  void expect(String batchId, byte[] gzipped) {
    if (options.verdictDelay().isZero()) {
      return;
    }
    if (!batchId.matches(BATCH_ID)) {
      LOG.warn(
          "Batch {} will not be asked for its verdict: wanted an id of up to 64 letters, digits,"
              + " dots, dashes",
          logText.of(batchId));
      return;
    }
    long now = clock.millis();
    PendingBatch due = new PendingBatch(clock.instant(), batchId);
    try {
      if (rights.mayBeKept(due.name())) {
        uploads.add(
            due.name(),
            gzipped,
            now + options.verdictDelay().toMillis(),
            options.verdictKeepBytes());
      }
    } catch (RedisException e) {
      LOG.warn("Batch {} will not be asked for its verdict: {}", batchId, e.getMessage());
    }
  }

  /** Whether the key may not read verdicts. */
  public boolean areRefused() {
    return rights.areMissing();
  }

  /**
   * The batches to ask for now. Each comes again after the delay, unless {@link #judge} settles it;
   * those that have come for too long are given up instead.
   */
  public List<PendingBatch> due() {
    if (rights.areMissing()) {
      if (!rights.isTimeToAsk()) {
        return List.of();
      }
      String latest = rights.latest();
      if (latest != null) {
        return List.of(PendingBatch.ofName(latest));
      }
    }
    long now = clock.millis();
    Instant oldest = clock.instant().minus(options.verdictMaxAge());
    long again = now + options.verdictDelay().toMillis();
    List<PendingBatch> due = new ArrayList<>();
    int givenUp = 0;
    List<String> claimed;
    do {
      claimed = uploads.claim(now, again, MOST_AT_ONCE - due.size());
      for (String name : claimed) {
        PendingBatch verdict = PendingBatch.ofName(name);
        if (verdict.takenAt().isBefore(oldest) && !tries.containsKey(name)) {
          uploads.remove(name);
          givenUp++;
        } else {
          due.add(verdict);
        }
      }
    } while (!claimed.isEmpty() && due.size() < MOST_AT_ONCE);
    giveUp(givenUp);
    return due;
  }

  private void giveUp(int batches) {
    if (batches > 0) {
      counters.verdictsGivenUp.add(batches);
      LOG.warn(
          "{} batches are given up: their verdict could not be had for {} (feeder.verdict.max-age)",
          batches,
          options.verdictMaxAge());
    }
  }

  /** The query that asks for them. */
  public String query(List<PendingBatch> due) {
    return due.stream().map(PendingBatch::batchId).collect(joining(",", "batch_ids=", ""));
  }

  /**
   * Settles the batches that were asked for, by the API's answer.
   *
   * @param status HTTP status code
   * @param reason the words after it, or null
   * @param body the API's JSON
   * @return those whose failed events are to be asked for; each is then given to {@link
   *     #judgeFailures}
   */
  public List<FailedBatch> judge(
      List<PendingBatch> due, int status, @Nullable String reason, @Nullable String body) {
    boolean missingRight = status == 401 || status == 403 || status == 404;
    // a page of a proxy in between says nothing of the key
    if (missingRight && IngestResponse.of(status, reason, body, logText).error() != null) {
      rights.refused(IngestResponse.statusLine(status, reason, logText));
      return List.of();
    }
    if (status / 100 != 2) {
      LOG.warn(
          "Verdicts not available, asking again later: the API answers {}",
          IngestResponse.statusLine(status, reason, logText));
      return List.of();
    }
    rights.granted();
    Map<String, IngestBatchStatus> verdicts = IngestBatchStatus.parse(body == null ? "" : body);
    List<FailedBatch> toBeAsked = new ArrayList<>();
    for (PendingBatch asked : due) {
      IngestBatchStatus verdict = verdicts.get(asked.batchId());
      if (verdict != null) {
        settle(asked, verdict, toBeAsked);
      } else if (clock.instant().isAfter(asked.takenAt().plus(PATIENCE))) {
        counters.verdictsMissing.increment();
        LOG.warn("The API knows no verdict of batch {}; it is asked no more", asked.batchId());
        forget(asked);
      }
    }
    return toBeAsked;
  }

  private void settle(PendingBatch asked, IngestBatchStatus verdict, List<FailedBatch> toBeAsked) {
    if (!verdict.isFailure()) {
      count(verdict);
      forget(asked);
      return;
    }
    LOG.warn(
        "The API's verdict of batch {}: {} events succeeded, {} failed, {} were duplicates{}{}",
        asked.batchId(),
        verdict.succeeded(),
        verdict.failed(),
        verdict.duplicates(),
        verdict.errorType().isEmpty() ? "" : ", error " + logText.of(verdict.errorType()),
        verdict.sendAgain() ? "; it is sent again" : "");
    FailedBatch batch = new FailedBatch(asked, verdict);
    if (verdict.sendAgain()) {
      sendAgain(batch);
    } else if (!verdict.isValidation()) {
      setAsideWhole(batch, "");
    } else if (tries.merge(asked.name(), 1, Integer::sum) > MAX_TRIES) {
      setAsideWhole(batch, "the list of its failed events could not be had");
    } else {
      toBeAsked.add(batch);
    }
  }

  /** Where the failed events of a batch are, after {@link IngestEndpoint#failuresUrl}. */
  public String failuresPath(FailedBatch batch) {
    return "/" + batch.asked().batchId();
  }

  /**
   * Sets a batch's failed events aside, or, when the API does not name them, all of its events.
   *
   * @param status HTTP status code
   * @param reason the words after it, or null
   * @param body the list, compressed or not
   */
  public void judgeFailures(
      FailedBatch batch, int status, @Nullable String reason, byte @Nullable [] body) {
    String answer = IngestResponse.statusLine(status, reason, logText);
    if (status / 100 == 2) {
      try {
        failed.setAside(batch, body == null ? new byte[0] : body);
        settled(batch);
      } catch (IOException e) {
        setAsideWhole(
            batch, "the list of its failed events cannot be read: " + logText.of(e.getMessage()));
      }
    } else if (status == 401 || status == 403 || status == 404) {
      setAsideWhole(batch, "the list of its failed events cannot be had: " + answer);
    } else {
      LOG.warn(
          "Failed events of batch {} not available, asking again later: the API answers {}",
          batch.asked().batchId(),
          answer);
    }
  }

  private void setAsideWhole(FailedBatch batch, String why) {
    failed.setAsideWhole(batch, why);
    settled(batch);
  }

  private void settled(FailedBatch batch) {
    counters.batchesFailed.increment();
    count(batch.verdict());
    forget(batch.asked());
  }

  private void count(IngestBatchStatus verdict) {
    counters.verdictsSucceeded.add(verdict.succeeded());
    counters.verdictsDuplicate.add(verdict.duplicates());
  }

  private void forget(PendingBatch asked) {
    uploads.remove(asked.name());
    tries.remove(asked.name());
  }

  /** A batch that the API took and that failed, as a whole or in part. */
  public record FailedBatch(PendingBatch asked, IngestBatchStatus verdict) {}

  /** A crash after this and before the batch is forgotten sends it twice, with the same ids. */
  private void sendAgain(FailedBatch batch) {
    List<byte[]> entries = failed.entries(batch);
    uploads.queue(entries);
    counters.eventsSentAgain.add(entries.size());
    count(batch.verdict());
    forget(batch.asked());
  }
}
