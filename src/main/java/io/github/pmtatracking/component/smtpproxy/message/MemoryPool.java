package io.github.pmtatracking.component.smtpproxy.message;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A share of the heap that messages take pieces of. Thread-safe. */
final class MemoryPool {
  /** Who wants no more than this need not stand behind those who wait for much. */
  private static final int SMALL = 1_024;

  private final int free;
  private final long patience;
  private final Semaphore kibibytes;

  /**
   * @param bytes of heap
   * @param patience milliseconds that a request waits
   */
  MemoryPool(long bytes, long patience) {
    this.free = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes >> 10));
    this.patience = patience;
    this.kibibytes = new Semaphore(free, true);
  }

  /** KiB for so many bytes. */
  static int kibibytes(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, (bytes >> 10) + 1);
  }

  /** All there is, in KiB. */
  int size() {
    return free;
  }

  /**
   * Waits for so many KiB, in the order of coming.
   *
   * @param wanted not more than {@link #size}
   * @return false when they did not become free in time
   */
  boolean take(int wanted) {
    if (wanted <= SMALL && kibibytes.tryAcquire(wanted)) {
      return true;
    }
    try {
      return kibibytes.tryAcquire(wanted, patience, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void giveBack(int taken) {
    kibibytes.release(taken);
  }
}
