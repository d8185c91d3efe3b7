package io.github.pmtatracking.component.redisqueue;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to reserve a batch: when the list fills one, or when its entries have waited long
 * enough. The wait begins when the list is first seen not empty, so further entries do not prolong
 * it. Thread-safe.
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

  /** Whether a batch is due now; if so, the wait of the remaining entries begins anew. */
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

  /** The batch that was due could not be reserved; it is due again at the next call. */
  synchronized void notReserved() {
    overdue = true;
  }
}
