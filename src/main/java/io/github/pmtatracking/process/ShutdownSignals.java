package io.github.pmtatracking.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * When and how the process ends: by SIGTERM or SIGINT with exit code 0, or by a flow whose input
 * has ended. SIGHUP ends nothing. A second signal ends it at once. Java's own handling would exit
 * with 143 and run every shutdown hook side by side.
 */
final class ShutdownSignals {
  private static final int UNDECIDED = -1;
  private static final int IMMEDIATE = 130;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicInteger exitCode = new AtomicInteger(UNDECIDED);

  /** Takes over the signals of this JVM. */
  void listen() {
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            // the end of the input, which PowerMTA brings about beside its signal, does not count
            if (signals.incrementAndGet() > 1) {
              Runtime.getRuntime().halt(IMMEDIATE);
            }
            request(0);
          });
    }
  }

  /** Asks for the end. The worst exit code that anybody asked for is the one that counts. */
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
