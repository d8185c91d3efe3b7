package io.github.pmtatracking.tracker;

import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.redis.PerLoopConnections;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Appends entries to a Redis list: each event loop by a connection of its own, so that a reader's
 * event goes to Redis, and its answer to the reader, without a change of thread. Thread-safe.
 */
public final class PerLoopListAppender {
  private final List<ListAppender> pushes = new ArrayList<>();
  private final FastThreadLocal<ListAppender> nearest =
      new FastThreadLocal<>() {
        @Override
        protected ListAppender initialValue() {
          return pushes.stream().filter(ListAppender::isMine).findFirst().orElse(pushes.get(0));
        }
      };

  /**
   * @param loops those that serve readers
   * @param redis {@link PerLoopConnections#of}
   * @param timeout see {@link ListAppender}
   * @param maxInFlight most entries of all loops that wait or are under way; one more fails at once
   */
  public PerLoopListAppender(
      EventLoopGroup loops,
      Function<EventLoop, RedisSource> redis,
      byte[] list,
      Duration timeout,
      int maxInFlight) {
    Semaphore room = new Semaphore(maxInFlight);
    for (EventExecutor loop : loops) {
      pushes.add(new ListAppender(loop, redis.apply((EventLoop) loop), list, timeout, room));
    }
  }

  /** As {@link ListAppender#push}, by the calling loop if it is one. */
  CompletionStage<Void> push(byte[] value) {
    return nearest.get().push(value);
  }

  /** As {@link ListAppender#pushAll}. */
  CompletableFuture<Void> pushAll(List<byte[]> values, long timeout, TimeUnit unit) {
    return nearest.get().pushAll(values, timeout, unit);
  }

  /** Asks Redis for a sign of life on every connection. The future fails after the time. */
  CompletableFuture<Void> ping(long timeout, TimeUnit unit) {
    return CompletableFuture.allOf(
        pushes.stream().map(push -> push.ping(timeout, unit)).toArray(CompletableFuture<?>[]::new));
  }
}
