package io.github.pmtatracking.feeder.deadletter;

import io.github.pmtatracking.feeder.FeederCounters;
import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes dead letters, counts them, and logs each write in one line. Remembers the unconfirmed
 * ones, which the API has refused since it last accepted an event: they return to the queue when it
 * turns out that the API refuses every event. Thread-safe.
 */
public final class DeadLetterWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWriter.class);

  private final DeadLetters deadLetters;
  private final FeederCounters counters;
  private final List<DeadLetter> unconfirmed = new ArrayList<>();

  public DeadLetterWriter(DeadLetters deadLetters, FeederCounters counters) {
    this.deadLetters = deadLetters;
    this.counters = counters;
  }

  /** Throws a {@link io.lettuce.core.RedisException} when Redis does not accept them. */
  public void write(List<DeadLetter> letters) {
    if (letters.isEmpty()) {
      return;
    }
    deadLetters.add(letters);
    counters.countDeadLetters(
        letters.size(),
        letters.stream().filter(letter -> letter.reason().equals(DeadLetter.EXPIRED)).count());
    DeadLetter first = letters.get(0);
    LOG.warn(
        "Dead letters added; see deadletter list: count={} first_id={} first_reason={}"
            + " first_detail={}",
        letters.size(),
        first.id(),
        first.reason(),
        first.detail());
  }

  /** As {@link #write(List)}; some of them are unconfirmed until the API accepts an event. */
  public synchronized void write(List<DeadLetter> letters, List<DeadLetter> notConfirmed) {
    write(letters);
    unconfirmed.addAll(notConfirmed);
  }

  /** The API has accepted an event, so the events that it refused are bad. */
  public synchronized void confirm() {
    unconfirmed.clear();
  }

  /** The API refuses every event. If Redis is unavailable now, the next call tries again. */
  public synchronized void requeue() {
    if (unconfirmed.isEmpty()) {
      return;
    }
    try {
      long back = deadLetters.requeue(unconfirmed);
      unconfirmed.clear();
      LOG.warn(
          "Requeued dead letters: the ingest API refuses every event, so these are not at fault:"
              + " count={}",
          back);
    } catch (RedisException e) {
      LOG.warn("Unconfirmed dead letters not requeued now: error={}", e.getMessage());
    }
  }
}
