package io.github.pmtatracking.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * The end of the process: SIGTERM and SIGINT end it with exit code 0, and so does a flow whose
 * input has ended. SIGHUP does not end it. A second signal ends it at once. Java's own handling
 * would exit with 143 and run all shutdown hooks at the same time.
 */
final class ShutdownSignals {
  private static final int UNDECIDED = -1;
  private static final int IMMEDIATE = 130;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicInteger exitCode = new AtomicInteger(UNDECIDED);

  /** Installs the signal handlers of this JVM. */
  void listen() {
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            // PowerMTA also ends the input when it sends its signal: that is no second signal
            if (signals.incrementAndGet() > 1) {
              Runtime.getRuntime().halt(IMMEDIATE);
            }
            request(0);
          });
    }
  }

  /** Requests the end. The highest exit code of all requests counts. */
  void request(int code) {
    exitCode.accumulateAndGet(code, Math::max);
    requested.countDown();
  }

  void await() throws InterruptedException {
    requested.await();
  }

  int exitCode() {
    return Math.max(0, exitCode.get());
  }
}
