package io.github.pmtatracking.component.smtpproxy.message;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A part of the heap from which messages take memory. Thread-safe. */
final class MemoryPool {
  /** A request of at most so many KiB does not wait behind larger requests. */
  private static final int SMALL = 1_024;

  private final int size;
  private final long timeout;
  private final Semaphore kibibytes;

  /**
   * @param bytes of heap
   * @param timeout milliseconds that a request waits
   */
  MemoryPool(long bytes, long timeout) {
    this.size = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes >> 10));
    this.timeout = timeout;
    this.kibibytes = new Semaphore(size, true);
  }

  /** Converts bytes to KiB, rounded up. */
  static int kibibytes(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, (bytes >> 10) + 1);
  }

  /** The whole pool, in KiB. */
  int size() {
    return size;
  }

  /**
   * Waits for memory, in the order of the requests.
   *
   * @param wanted KiB, at most {@link #size}
   * @return false when the memory was not free within the time-out
   */
  boolean take(int wanted) {
    if (wanted <= SMALL && kibibytes.tryAcquire(wanted)) {
      return true;
    }
    try {
      return kibibytes.tryAcquire(wanted, timeout, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void giveBack(int taken) {
    kibibytes.release(taken);
  }
}
