package io.github.pmtatracking.feeder.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.event.BadEntryException;
import io.github.pmtatracking.event.EventLimits;
import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.lettuce.RedisSource;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The length of the queue and the age of its oldest event, as Redis reported them last. A caller
 * never waits for Redis. Thread-safe.
 */
public final class QueueFigures {
  private static final Logger LOG = LoggerFactory.getLogger(QueueFigures.class);

  /** Most reserved batches whose first event is read. */
  private static final int MAX_BATCHES = 64;

  private final RedisSource redis;
  private final String name;
  private final byte[] queue;
  private final byte[] leases;
  private final Supplier<CompletionStage<Long>> refreshDeadLetters;
  private final InstantSource clock;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile long length = -1;

  /** Unix seconds of the oldest event, 0 when no event waits, -1 while unknown. */
  private volatile long oldest = -1;

  /**
   * @param queue the key of the queue
   * @param refreshDeadLetters requests the number of dead letters at the same time
   */
  public QueueFigures(
      RedisSource redis,
      String queue,
      Supplier<CompletionStage<Long>> refreshDeadLetters,
      InstantSource clock) {
    this.redis = redis;
    this.name = queue;
    this.queue = queue.getBytes(UTF_8);
    this.leases = QueueKeys.of(queue, "leases");
    this.refreshDeadLetters = refreshDeadLetters;
    this.clock = clock;
  }

  /** Asks Redis and returns at once; does nothing while a request is running. Does not throw. */
  public void refresh() {
    if (!refreshing.compareAndSet(false, true)) {
      return;
    }
    try {
      RedisClusterAsyncCommands<byte[], byte[]> commands = redis.get();
      CompletionStage<Long> dead = refreshDeadLetters.get();
      CompletionStage<Long> waiting = commands.llen(queue);
      List<CompletionStage<byte[]>> heads = new ArrayList<>(List.of(commands.lindex(queue, 0)));
      var unused =
          commands
              .hkeys(leases)
              .thenCompose(
                  batches -> {
                    for (byte[] batch : batches.subList(0, Math.min(MAX_BATCHES, batches.size()))) {
                      String key = "batch:" + new String(batch, UTF_8);
                      heads.add(commands.lindex(QueueKeys.of(name, key), 0));
                    }
                    return all(heads);
                  })
              .thenCombine(waiting, this::seen)
              .thenCombine(dead, (seen, size) -> size)
              .whenComplete(
                  (size, failure) -> {
                    refreshing.set(false);
                    if (failure != null) {
                      LOG.debug("Length and age of the queue not available", failure);
                    }
                  });
    } catch (RedisException e) {
      refreshing.set(false);
      LOG.debug("Length and age of the queue not available", e);
    }
  }

  private static CompletionStage<List<@Nullable byte[]>> all(List<CompletionStage<byte[]>> heads) {
    CompletableFuture<?>[] futures =
        heads.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(futures)
        .thenApply(
            done -> {
              List<@Nullable byte[]> entries = new ArrayList<>();
              heads.forEach(head -> entries.add(head.toCompletableFuture().join()));
              return entries;
            });
  }

  private boolean seen(List<@Nullable byte[]> heads, long waiting) {
    long first = Long.MAX_VALUE;
    boolean any = false;
    for (byte[] head : heads) {
      if (head != null) {
        any = true;
        first = Math.min(first, timestamp(head));
      }
    }
    length = waiting;
    oldest = !any ? 0 : first == Long.MAX_VALUE ? -1 : first;
    return any;
  }

  private static long timestamp(byte[] entry) {
    try {
      return entry.length > EventLimits.MAX_READ_ENTRY
          ? Long.MAX_VALUE
          : QueueEntry.read(entry).timestamp();
    } catch (BadEntryException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Events in the queue that are in no batch yet; -1 while unknown. */
  public long length() {
    return length;
  }

  /**
   * Age in seconds of the oldest event that waits, in the queue or first in a batch; 0 when none
   * does, -1 while unknown.
   */
  public long oldestSeconds() {
    long since = oldest;
    return since <= 0 ? since : Math.max(0, clock.instant().getEpochSecond() - since);
  }
}
