package io.github.pmtatracking.component.smtpproxy;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Room on the heap for large messages while they are handled. Without it a few of them at once
 * would end the process, and with it the sessions of all other clients. Who finds no room waits, in
 * the order of coming. Thread-safe.
 */
final class MessageMemory {
  /** What a byte of a message takes while it is read, rewritten and copied. */
  private static final int COST = 4;

  private final int free;
  private final long patience;
  private final Semaphore kibibytes;

  /**
   * @param bytes of heap for all messages together
   * @param patience milliseconds
   */
  MessageMemory(long bytes, long patience) {
    this.free = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes >> 10));
    this.patience = patience;
    this.kibibytes = new Semaphore(free, true);
  }

  /**
   * @param option see {@link SmtpProxyConfiguration#getMessageMemory}
   */
  static MessageMemory of(@Nullable String option) {
    long bytes =
        option == null || option.isEmpty()
            ? Runtime.getRuntime().maxMemory() / 2
            : Bytes.parse(option, "messageMemory");
    return new MessageMemory(bytes, TimeUnit.MINUTES.toMillis(2));
  }

  /** Room that was taken. */
  interface Room extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes room for a message; all there is for one that is larger than that.
   *
   * @param size bytes of the message
   * @return null when there was none for too long
   */
  @Nullable Room take(long size) {
    int wanted = (int) Math.min(free, (size >> 10) * COST + 1);
    try {
      if (!kibibytes.tryAcquire(wanted, patience, TimeUnit.MILLISECONDS)) {
        return null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    return () -> kibibytes.release(wanted);
  }
}
