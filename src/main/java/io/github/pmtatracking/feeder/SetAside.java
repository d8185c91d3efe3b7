package io.github.pmtatracking.feeder;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes dead letters, counts them, and says so in one line. Thread-safe. */
final class SetAside {
  private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);

  private final DeadLetters deadLetters;
  private final FeederCounters counters;

  SetAside(DeadLetters deadLetters, FeederCounters counters) {
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
    DeadLetter first = letters.get(0);
    LOG.warn(
        "Set aside: {} queued entries, the first ({}) as {}: {}; see: deadletter list",
        letters.size(),
        first.id(),
        first.reason(),
        first.detail());
  }
}
