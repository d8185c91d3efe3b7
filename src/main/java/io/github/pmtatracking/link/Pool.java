package io.github.pmtatracking.link;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Idle things that are costly to make and hold memory outside the heap. Bounded: what comes back to
 * a full pool is ended. Not tied to threads, since SMTP sessions have one each and would keep one
 * each. Thread-safe.
 */
final class Pool<T> {
  private final ArrayBlockingQueue<T> idle;
  private final Supplier<T> maker;
  private final Consumer<T> ender;

  Pool(int capacity, Supplier<T> maker, Consumer<T> ender) {
    this.idle = new ArrayBlockingQueue<>(capacity);
    this.maker = maker;
    this.ender = ender;
  }

  T take() {
    T one = idle.poll();
    return one == null ? maker.get() : one;
  }

  void giveBack(T one) {
    if (!idle.offer(one)) {
      ender.accept(one);
    }
  }
}
