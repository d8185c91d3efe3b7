package io.github.pmtatracking.logging;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Queue of the asynchronous log appender. An idle consumer sleeps {@value #BATCH_MILLIS} ms before
 * it takes again, so that lines are flushed in batches and producers never have to wake it. When
 * the queue is full, {@link #offer} drops the line and counts it. Producers do not block, except
 * for lines that may wait: these wait for room, at most {@code timeoutMillis}; after that they are
 * dropped too, until the consumer takes lines again. Thread-safe.
 */
final class BatchingLogQueue<E> extends ArrayBlockingQueue<E> {
  /** How long an idle consumer sleeps, and so how much later a line may be written, in ms. */
  static final int BATCH_MILLIS = 5;

  private static final long serialVersionUID = 1;

  private final transient LongAdder dropped;
  private final transient Predicate<E> mayWait;
  private final long timeoutMillis;
  private volatile boolean stalled;

  /**
   * @param capacity in lines
   * @param dropped counts the lines that found no room
   * @param mayWait whether a line may wait for room
   * @param timeoutMillis how long such a line waits, in ms; then the consumer counts as stalled
   */
  BatchingLogQueue(int capacity, LongAdder dropped, Predicate<E> mayWait, long timeoutMillis) {
    super(capacity);
    this.dropped = dropped;
    this.mayWait = mayWait;
    this.timeoutMillis = timeoutMillis;
  }

  /** Always true: a full queue is no concern of the caller. */
  @Override
  public boolean offer(E element) {
    if (!super.offer(element) && !offerWithTimeout(element)) {
      dropped.increment();
    }
    return true;
  }

  private boolean offerWithTimeout(E element) {
    if (stalled || !mayWait.test(element)) {
      return false;
    }
    try {
      boolean taken = offer(element, timeoutMillis, TimeUnit.MILLISECONDS);
      stalled = !taken;
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public E take() throws InterruptedException {
    stalled = false;
    E next = poll();
    if (next != null) {
      return next;
    }
    Thread.sleep(BATCH_MILLIS);
    return super.take();
  }
}
