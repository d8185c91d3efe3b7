package io.github.pmtatracking.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.pmtatracking.tracker.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/** HTTP clients that request links one after another, until they are stopped. */
final class TrackingClients implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private final int port;
  private final LongSupplier numbers;
  private final LongFunction<String> paths;
  private final OfferedEvents offered;
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong longestNanos = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /**
   * @param numbers the number of each request
   * @param paths the link of a number, without scheme and host
   */
  TrackingClients(
      int port,
      int clients,
      LongSupplier numbers,
      LongFunction<String> paths,
      OfferedEvents offered) {
    this.port = port;
    this.numbers = numbers;
    this.paths = paths;
    this.offered = offered;
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(this::read, "client-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void read() {
    RawHttp http = null;
    while (!stopped) {
      LockSupport.parkNanos(PAUSE_NANOS);
      try {
        if (http == null) {
          http = new RawHttp(port);
        }
      } catch (IOException nobodyListens) {
        continue;
      }
      long number = numbers.getAsLong();
      long asked = System.nanoTime();
      try {
        offered.unanswered(number);
        int status = http.get(paths.apply(number)).reply().status();
        if (status == 302) {
          offered.answered(number);
        } else {
          refused.incrementAndGet();
        }
        longestNanos.accumulateAndGet(System.nanoTime() - asked, Math::max);
      } catch (IOException cutOff) {
        close(http);
        http = null;
      }
    }
    if (http != null) {
      close(http);
    }
  }

  private static void close(RawHttp http) {
    try {
      http.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until so many more clicks are answered. */
  void awaitAnswered(int more) {
    awaitAnswered(more, Duration.ZERO);
  }

  /** The same, and until that much time has passed. */
  void awaitAnswered(int more, Duration least) {
    long from = System.nanoTime();
    int wanted = offered.sure().size() + more;
    await()
        .atMost(120, SECONDS)
        .pollDelay(0, SECONDS)
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(
            () -> offered.sure().size() >= wanted && System.nanoTime() - from >= least.toNanos());
  }

  /** How many got another answer than a redirect. */
  int refused() {
    return refused.get();
  }

  /** How long the slowest answer took. */
  double longestSeconds() {
    return longestNanos.get() / 1e9;
  }

  /** Lets everybody finish his click. */
  @Override
  public void close() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
