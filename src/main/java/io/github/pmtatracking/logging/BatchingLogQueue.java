package io.github.pmtatracking.logging;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A queue whose reader, when he finds it empty, looks again a little later: what comes one by one
 * meanwhile is then taken, written and flushed together, and whoever puts something in has nobody
 * to wake. What is offered when it is full is dropped and counted, so that nobody waits who must
 * not, an event loop or the reader of PowerMTA's pipe; a {@link PatientThread} waits for room, but
 * not for a reader who has stopped to read. Thread-safe.
 */
final class BatchingLogQueue<E> extends ArrayBlockingQueue<E> {
  /** How long the reader waits, and so how much later a line may be written. */
  static final int GATHER_MILLIS = 5;

  private static final long serialVersionUID = 1;

  private final LongAdder dropped;
  private final long patienceMillis;
  private volatile boolean standsStill;

  /**
   * @param dropped counts what found no room
   * @param patienceMillis how long the reader may take nothing from a full queue until he is held
   *     to have stopped
   */
  BatchingLogQueue(int capacity, LongAdder dropped, long patienceMillis) {
    super(capacity);
    this.dropped = dropped;
    this.patienceMillis = patienceMillis;
  }

  /** Always true: the caller has nothing to do about a full queue. */
  @Override
  public boolean offer(E element) {
    if (!super.offer(element) && !offerPatiently(element)) {
      dropped.increment();
    }
    return true;
  }

  private boolean offerPatiently(E element) {
    if (standsStill || !(Thread.currentThread() instanceof PatientThread)) {
      return false;
    }
    try {
      boolean taken = offer(element, patienceMillis, TimeUnit.MILLISECONDS);
      standsStill = !taken;
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public E take() throws InterruptedException {
    standsStill = false;
    E next = poll();
    if (next != null) {
      return next;
    }
    Thread.sleep(GATHER_MILLIS);
    return super.take();
  }
}
