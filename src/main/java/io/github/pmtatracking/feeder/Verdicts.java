package io.github.pmtatracking.feeder;

import static java.util.stream.Collectors.joining;

import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for what became of each batch that the API took, since its 200 is no acceptance (FACTS.md
 * 4), counts it, and queues a batch again when the API asks for that. Several feeders share the
 * work. Thread-safe.
 */
public final class Verdicts {
  private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);
  private static final int MOST_AT_ONCE = 50;
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final KeptUploads uploads;
  private final FeederOptions options;
  private final FeederCounters counters;
  private final InstantSource clock;

  Verdicts(
      KeptUploads uploads, FeederOptions options, FeederCounters counters, InstantSource clock) {
    this.uploads = uploads;
    this.options = options;
    this.counters = counters;
    this.clock = clock;
  }

  /** The API took these lines as a batch. Does not throw: the events have arrived. */
  void expect(String batchId, byte[] gzipped) {
    if (options.verdictDelay().isZero()) {
      return;
    }
    long now = clock.millis();
    try {
      uploads.add(
          new DueVerdict(clock.instant(), batchId).name(),
          gzipped,
          now + options.verdictDelay().toMillis(),
          options.verdictKeepBytes());
    } catch (RedisException e) {
      LOG.warn("Batch {} will not be asked for its verdict: {}", batchId, e.getMessage());
    }
  }

  /**
   * The batches to ask for now. Each comes again after the delay, unless {@link #record} settles
   * it; those that have come for too long are given up instead.
   */
  public List<DueVerdict> due() {
    long now = clock.millis();
    Instant oldest = clock.instant().minus(options.verdictMaxAge());
    long again = now + options.verdictDelay().toMillis();
    List<DueVerdict> due = new ArrayList<>();
    int givenUp = 0;
    List<String> claimed;
    do {
      claimed = uploads.claim(now, again, MOST_AT_ONCE - due.size());
      for (String name : claimed) {
        DueVerdict verdict = DueVerdict.ofName(name);
        if (verdict.takenAt().isBefore(oldest)) {
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
  public String query(List<DueVerdict> due) {
    return due.stream().map(DueVerdict::batchId).collect(joining(",", "batch_ids=", ""));
  }

  /**
   * Settles the batches that were asked for.
   *
   * @param answer the API's JSON
   */
  public void record(List<DueVerdict> due, String answer) {
    Map<String, BatchVerdict> verdicts = BatchVerdict.parse(answer);
    for (DueVerdict asked : due) {
      BatchVerdict verdict = verdicts.get(asked.batchId());
      if (verdict != null) {
        settle(asked, verdict);
      } else if (clock.instant().isAfter(asked.takenAt().plus(PATIENCE))) {
        counters.verdictsMissing.increment();
        LOG.warn("The API knows no verdict of batch {}; it is asked no more", asked.batchId());
        uploads.remove(asked.name());
      }
    }
  }

  private void settle(DueVerdict asked, BatchVerdict verdict) {
    if (verdict.sendAgain()) {
      sendAgain(asked);
    }
    counters.verdictsSucceeded.add(verdict.succeeded());
    counters.verdictsDuplicate.add(verdict.duplicates());
    if (!verdict.sendAgain()) {
      counters.verdictsFailed.add(verdict.failed());
    }
    if (verdict.failed() > 0 || !verdict.errorType().isEmpty()) {
      LOG.warn(
          "The API's verdict of batch {}: {} events succeeded, {} failed, {} were duplicates{}{}",
          asked.batchId(),
          verdict.succeeded(),
          verdict.failed(),
          verdict.duplicates(),
          verdict.errorType().isEmpty() ? "" : ", error " + verdict.errorType(),
          verdict.sendAgain() ? "; it is sent again" : "");
    }
    uploads.remove(asked.name());
  }

  /** A crash after this and before the batch is forgotten sends it twice, with the same ids. */
  private void sendAgain(DueVerdict asked) {
    byte[] gzipped = uploads.gzipped(asked.name());
    if (gzipped == null) {
      LOG.error(
          "The API asks for batch {} again, but it was not kept: raise feeder.verdict.keep-bytes",
          asked.batchId());
      return;
    }
    try {
      List<byte[]> entries = LinesToEntries.read(gzipped);
      uploads.queue(entries);
      counters.eventsSentAgain.add(entries.size());
    } catch (IOException e) {
      LOG.error("Batch {} was kept but cannot be read: {}", asked.batchId(), e.getMessage());
    }
  }
}
