package io.github.pmtatracking.logging;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * A queue whose reader, when he finds it empty, looks again a little later: what comes one by one
 * meanwhile is then taken, written and flushed together, and whoever puts something in has nobody
 * to wake. Thread-safe.
 */
final class GatheringQueue<E> extends ArrayBlockingQueue<E> {
  /** How long the reader waits, and so how much later a line may be written. */
  static final int GATHER_MILLIS = 5;

  private static final long serialVersionUID = 1;

  GatheringQueue(int capacity) {
    super(capacity);
  }

  @Override
  public E take() throws InterruptedException {
    E next = poll();
    if (next != null) {
      return next;
    }
    Thread.sleep(GATHER_MILLIS);
    return super.take();
  }
}
