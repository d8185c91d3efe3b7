package io.github.pmtatracking.redis;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the probes every second, in a thread of its own. Thread-safe. */
final class RedisWatch implements AutoCloseable {
  private static final long PERIOD_SECONDS = 1;

  private final List<RedisProbe> probes;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "redis-watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean closed;

  RedisWatch(List<RedisProbe> probes) {
    this.probes = List.copyOf(probes);
    clock.scheduleWithFixedDelay(this::probe, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void probe() {
    for (RedisProbe probe : probes) {
      if (!closed) {
        probe.run();
      }
    }
  }

  /** Why Redis could not be used when it was last probed; null when it could. Never waits. */
  @Nullable String trouble() {
    String all =
        probes.stream()
            .map(RedisProbe::trouble)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? null : all;
  }

  /** Ends the probes. Call it before the connections are closed, or that is logged as an outage. */
  @Override
  public void close() {
    closed = true;
    clock.shutdownNow();
    try {
      clock.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
