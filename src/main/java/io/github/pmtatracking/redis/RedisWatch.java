package io.github.pmtatracking.redis;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets probes look every second, in a thread of its own. Thread-safe. */
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
    clock.scheduleWithFixedDelay(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    for (RedisProbe probe : probes) {
      if (!closed) {
        probe.look();
      }
    }
  }

  /** What the last looks found wrong; null when all was well. Never waits. */
  @Nullable String trouble() {
    String all =
        probes.stream()
            .map(RedisProbe::trouble)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? null : all;
  }

  /** Ends the looking, before the connections are closed: else they would be told as an outage. */
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
