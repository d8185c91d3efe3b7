package io.github.pmtatracking.link;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Idle objects that are costly to create and hold memory outside the heap. The pool is bounded: an
 * object that is returned to a full pool is disposed of. Not one for each thread, because each SMTP
 * session has a thread of its own. Thread-safe.
 */
final class Pool<T> {
  private final ArrayBlockingQueue<T> idle;
  private final Supplier<T> factory;
  private final Consumer<T> disposer;

  Pool(int capacity, Supplier<T> factory, Consumer<T> disposer) {
    this.idle = new ArrayBlockingQueue<>(capacity);
    this.factory = factory;
    this.disposer = disposer;
  }

  T take() {
    T one = idle.poll();
    return one == null ? factory.get() : one;
  }

  void giveBack(T one) {
    if (!idle.offer(one)) {
      disposer.accept(one);
    }
  }
}
