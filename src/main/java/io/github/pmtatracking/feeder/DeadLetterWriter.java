package io.github.pmtatracking.feeder;

import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes dead letters, counts them, and says so in one line. Those that the API has refused since
 * it took an event are put back into the queue when it turns out to refuse everything. Thread-safe.
 */
final class DeadLetterWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWriter.class);

  private final DeadLetters deadLetters;
  private final FeederCounters counters;
  private final List<DeadLetter> inDoubt = new ArrayList<>();

  DeadLetterWriter(DeadLetters deadLetters, FeederCounters counters) {
    this.deadLetters = deadLetters;
    this.counters = counters;
  }

  /** Throws a {@link io.lettuce.core.RedisException} when Redis does not take them. */
  void all(List<DeadLetter> letters) {
    if (letters.isEmpty()) {
      return;
    }
    deadLetters.add(letters);
    counters.setAside.add(letters.size());
    counters.expired.add(
        letters.stream().filter(letter -> letter.reason().equals(DeadLetter.EXPIRED)).count());
    DeadLetter first = letters.get(0);
    LOG.warn(
        "Set aside: {} queued entries, the first ({}) as {}: {}; see: deadletter list",
        letters.size(),
        first.id(),
        first.reason(),
        first.detail());
  }

  /** As {@link #all}; some of the letters are in doubt until the API takes an event. */
  synchronized void all(List<DeadLetter> letters, List<DeadLetter> refused) {
    all(letters);
    inDoubt.addAll(refused);
  }

  /** The API has taken an event, so what it refused is bad. */
  synchronized void confirm() {
    inDoubt.clear();
  }

  /** The API refuses everything. What Redis does not take now waits for the next call. */
  synchronized void putBack() {
    if (inDoubt.isEmpty()) {
      return;
    }
    try {
      long back = deadLetters.putBack(inDoubt);
      inDoubt.clear();
      LOG.warn("{} events that were set aside are queued again: it was not they", back);
    } catch (RedisException e) {
      LOG.warn("Events in doubt stay set aside for now: {}", e.getMessage());
    }
  }
}
