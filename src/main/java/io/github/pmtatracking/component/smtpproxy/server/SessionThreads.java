package io.github.pmtatracking.component.smtpproxy.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread for each session: a virtual one where Java has them (21 and later). */
final class SessionThreads {
  private SessionThreads() {}

  /**
   * @param name what platform threads are named after
   */
  static ExecutorService create(String name) {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      AtomicInteger number = new AtomicInteger();
      return Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });
    }
  }
}
