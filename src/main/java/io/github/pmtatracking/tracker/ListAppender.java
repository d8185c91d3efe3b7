package io.github.pmtatracking.tracker;

import io.github.pmtatracking.lettuce.RedisSource;
import io.lettuce.core.RedisException;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Appends entries to a Redis list in their order, by one event loop and its own connection. The
 * entries of one turn of the loop go in one RPUSH, and only one RPUSH is in flight; entries that
 * arrive meanwhile go together in the next one. Thread-safe; the loop does the work.
 *
 * <p>An entry whose future failed may be in the list nevertheless, because the reply of Redis may
 * have been late.
 */
final class ListAppender {
  /** Redis executes one command at a time, so the size of one is limited. */
  private static final int MAX_VALUES = 1000;

  private final EventExecutor loop;
  private final RedisSource redis;
  private final byte[] list;
  private final long timeoutNanos;
  private final Semaphore room;

  // Used by the loop only.
  private List<Entry> waiting = new ArrayList<>();
  private boolean inFlight;

  private record Entry(byte[] value, CompletableFuture<Void> done) {}

  /**
   * @param redis commands on a connection that this loop serves
   * @param timeout for one RPUSH; entries that wait behind it fail with it
   * @param room a permit for each entry that may wait or be in flight; without one it fails at once
   */
  ListAppender(
      EventExecutor loop, RedisSource redis, byte[] list, Duration timeout, Semaphore room) {
    this.loop = loop;
    this.redis = redis;
    this.list = list;
    this.timeoutNanos = timeout.toNanos();
    this.room = room;
  }

  /** Whether the calling thread is this loop. */
  boolean isMine() {
    return loop.inEventLoop();
  }

  /** Appends an entry. The future completes on the loop: do little there. */
  CompletionStage<Void> push(byte[] value) {
    if (!room.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new RedisException("too many events wait for Redis (tracker.max-in-flight)"));
    }
    Entry entry = new Entry(value, new CompletableFuture<>());
    onLoop(() -> add(entry));
    return entry.done;
  }

  /** Appends entries in one command. The future fails after the time. */
  CompletableFuture<Void> pushAll(List<byte[]> values, long timeout, TimeUnit unit) {
    return rpush(values).orTimeout(timeout, unit).thenApply(length -> null);
  }

  /** The command itself: completed from outside, it is not sent again by another connection. */
  private CompletableFuture<Long> rpush(List<byte[]> values) {
    try {
      return redis.get().rpush(list, values.toArray(new byte[0][])).toCompletableFuture();
    } catch (RuntimeException away) {
      // The loop goes on after any fault, and the future fails.
      return CompletableFuture.failedFuture(away);
    }
  }

  /** Sends PING. The future fails after the time. */
  CompletableFuture<Void> ping(long timeout, TimeUnit unit) {
    try {
      return redis
          .get()
          .ping()
          .toCompletableFuture()
          .orTimeout(timeout, unit)
          .thenApply(pong -> null);
    } catch (RuntimeException away) {
      return CompletableFuture.failedFuture(away);
    }
  }

  private void onLoop(Runnable work) {
    if (loop.inEventLoop()) {
      work.run();
    } else {
      loop.execute(work);
    }
  }

  private void add(Entry entry) {
    waiting.add(entry);
    if (!inFlight) {
      inFlight = true;
      sendAtEndOfTurn();
    }
  }

  /** Runs after this turn of the loop has read from its connections and written to them. */
  private void sendAtEndOfTurn() {
    loop.execute(() -> send(take()));
  }

  private List<Entry> take() {
    List<Entry> batch = waiting;
    if (batch.size() <= MAX_VALUES) {
      waiting = new ArrayList<>();
      return batch;
    }
    List<Entry> first = new ArrayList<>(batch.subList(0, MAX_VALUES));
    waiting = new ArrayList<>(batch.subList(MAX_VALUES, batch.size()));
    return first;
  }

  private void send(List<Entry> batch) {
    List<byte[]> values = new ArrayList<>(batch.size());
    batch.forEach(entry -> values.add(entry.value));
    CompletableFuture<Long> command = rpush(values);
    // On the loop, which reads a reply of Redis before it runs an expired timer.
    ScheduledFuture<?> timeout =
        loop.schedule(
            () -> command.completeExceptionally(new TimeoutException()),
            timeoutNanos,
            TimeUnit.NANOSECONDS);
    command.whenComplete(
        (length, failure) ->
            onLoop(
                () -> {
                  timeout.cancel(false);
                  done(batch, failure);
                }));
  }

  private void done(List<Entry> batch, @Nullable Throwable failure) {
    List<Entry> failed = List.of();
    if (failure != null) {
      // Waiting entries would fail too, and their clients have waited long enough.
      failed = waiting;
      waiting = new ArrayList<>();
    }
    room.release(batch.size() + failed.size());
    complete(batch, failure);
    complete(failed, failure);
    if (waiting.isEmpty()) {
      inFlight = false;
    } else {
      sendAtEndOfTurn();
    }
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
