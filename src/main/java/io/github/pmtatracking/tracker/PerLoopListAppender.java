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
 * Appends entries to a Redis list. Each event loop has its own connection, so that an event goes to
 * Redis, and the response to the client, without a change of thread. Thread-safe.
 */
public final class PerLoopListAppender {
  private final List<ListAppender> appenders = new ArrayList<>();
  private final FastThreadLocal<ListAppender> nearest =
      new FastThreadLocal<>() {
        @Override
        protected ListAppender initialValue() {
          return appenders.stream()
              .filter(ListAppender::isMine)
              .findFirst()
              .orElse(appenders.get(0));
        }
      };

  /**
   * @param loops the event loops that serve clients
   * @param redis {@link PerLoopConnections#of}
   * @param timeout see {@link ListAppender}
   * @param maxInFlight how many entries of all loops may wait or be in flight; one more fails at
   *     once
   */
  public PerLoopListAppender(
      EventLoopGroup loops,
      Function<EventLoop, RedisSource> redis,
      byte[] list,
      Duration timeout,
      int maxInFlight) {
    Semaphore room = new Semaphore(maxInFlight);
    for (EventExecutor loop : loops) {
      appenders.add(new ListAppender(loop, redis.apply((EventLoop) loop), list, timeout, room));
    }
  }

  /** As {@link ListAppender#push}, by the calling thread if it is one of the loops. */
  CompletionStage<Void> push(byte[] value) {
    return nearest.get().push(value);
  }

  /** As {@link ListAppender#pushAll}. */
  CompletableFuture<Void> pushAll(List<byte[]> values, long timeout, TimeUnit unit) {
    return nearest.get().pushAll(values, timeout, unit);
  }

  /** Sends PING on every connection. The future fails after the time. */
  CompletableFuture<Void> ping(long timeout, TimeUnit unit) {
    return CompletableFuture.allOf(
        appenders.stream()
            .map(appender -> appender.ping(timeout, unit))
            .toArray(CompletableFuture<?>[]::new));
  }
}
