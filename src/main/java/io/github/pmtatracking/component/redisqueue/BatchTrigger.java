package io.github.pmtatracking.component.redisqueue;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says when what waits in the list is worth a batch: when it fills one, or when it has waited long
 * enough. The wait counts from the first look that found the list not empty, so entries that keep
 * trickling in do not put it off. Thread-safe.
 */
final class BatchTrigger {
  private final int maxSize;
  private final long maxBytes;
  private final Duration maxAge;
  private @Nullable Instant waitingSince;
  private boolean overdue;

  BatchTrigger(int maxSize, long maxBytes, Duration maxAge) {
    this.maxSize = maxSize;
    this.maxBytes = maxBytes;
    this.maxAge = maxAge;
  }

  /** Whether a batch is to be reserved now; if so, the wait of what is left begins anew. */
  synchronized boolean isDue(ListStatus state, Instant now) {
    if (state.length() == 0) {
      waitingSince = null;
      overdue = false;
      return false;
    }
    if (waitingSince == null || waitingSince.isAfter(now)) {
      waitingSince = now;
    }
    boolean due =
        overdue
            || state.length() >= maxSize
            || state.bytes() >= maxBytes
            || !now.isBefore(waitingSince.plus(maxAge));
    if (due) {
      waitingSince = null;
      overdue = false;
    }
    return due;
  }

  /** What was due could not be reserved; it is due again at the next look. */
  synchronized void notReserved() {
    overdue = true;
  }
}
