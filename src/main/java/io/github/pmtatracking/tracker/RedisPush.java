package io.github.pmtatracking.tracker;

import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends entries to a Redis list in the order in which they come. One RPUSH is under way at a
 * time; what comes meanwhile goes together in the next one. Thread-safe.
 *
 * <p>An entry whose future failed may be in the list nevertheless: Redis may have been slow to say
 * so.
 */
final class RedisPush {
  /** Redis does nothing else while it takes a command, so one must not grow without end. */
  private static final int MOST_VALUES = 1000;

  private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis;
  private final byte[] list;
  private final long timeoutNanos;
  private final int maxInFlight;

  private final Object lock = new Object();
  private List<Entry> waiting = new ArrayList<>();
  private boolean underWay;
  private int inFlight;

  private record Entry(byte[] value, CompletableFuture<Void> done) {}

  /**
   * @param timeout how long one RPUSH may take; what waits behind it fails with it
   * @param maxInFlight most entries that wait or are under way; one more fails at once
   */
  RedisPush(
      Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis,
      byte[] list,
      Duration timeout,
      int maxInFlight) {
    this.redis = redis;
    this.list = list;
    this.timeoutNanos = timeout.toNanos();
    this.maxInFlight = maxInFlight;
  }

  /** Appends an entry. The future completes on a thread of Redis or of timers: do little there. */
  CompletionStage<Void> push(byte[] value) {
    Entry entry = new Entry(value, new CompletableFuture<>());
    List<Entry> batch = null;
    synchronized (lock) {
      if (inFlight >= maxInFlight) {
        return CompletableFuture.failedFuture(
            new RedisException(maxInFlight + " events wait for Redis (tracker.max-in-flight)"));
      }
      inFlight++;
      waiting.add(entry);
      if (!underWay) {
        underWay = true;
        batch = take();
      }
    }
    if (batch != null) {
      send(batch);
    }
    return entry.done;
  }

  /** Appends entries in one command. The future fails after the time. */
  CompletableFuture<Void> pushAll(List<byte[]> values, long timeout, TimeUnit unit) {
    try {
      return redis
          .get()
          .rpush(list, values.toArray(new byte[0][]))
          .toCompletableFuture()
          // On the command itself, so that it is not sent again by a connection that comes back.
          .orTimeout(timeout, unit)
          .thenApply(length -> null);
    } catch (RedisException away) {
      return CompletableFuture.failedFuture(away);
    }
  }

  /** Asks Redis for a sign of life. The future fails after the time. */
  CompletableFuture<Void> ping(long timeout, TimeUnit unit) {
    try {
      return redis
          .get()
          .ping()
          .toCompletableFuture()
          .orTimeout(timeout, unit)
          .thenApply(pong -> null);
    } catch (RedisException away) {
      return CompletableFuture.failedFuture(away);
    }
  }

  private List<Entry> take() {
    List<Entry> batch = waiting;
    if (batch.size() <= MOST_VALUES) {
      waiting = new ArrayList<>();
      return batch;
    }
    List<Entry> first = new ArrayList<>(batch.subList(0, MOST_VALUES));
    waiting = new ArrayList<>(batch.subList(MOST_VALUES, batch.size()));
    return first;
  }

  private void send(List<Entry> batch) {
    List<byte[]> values = new ArrayList<>(batch.size());
    batch.forEach(entry -> values.add(entry.value));
    pushAll(values, timeoutNanos, TimeUnit.NANOSECONDS)
        .whenComplete((nothing, failure) -> done(batch, failure));
  }

  private void done(List<Entry> batch, @Nullable Throwable failure) {
    List<Entry> next = null;
    List<Entry> failed = List.of();
    synchronized (lock) {
      inFlight -= batch.size();
      if (failure != null) {
        // What waits would meet the same trouble, and its readers have waited long enough.
        failed = waiting;
        waiting = new ArrayList<>();
        inFlight -= failed.size();
      }
      if (waiting.isEmpty()) {
        underWay = false;
      } else {
        next = take();
      }
    }
    if (next != null) {
      send(next);
    }
    complete(batch, failure);
    complete(failed, failure);
  }

  private static void complete(List<Entry> entries, @Nullable Throwable failure) {
    for (Entry entry : entries) {
      if (failure == null) {
        entry.done.complete(null);
      } else {
        entry.done.completeExceptionally(failure);
      }
    }
  }
}
