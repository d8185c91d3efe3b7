package io.github.pmtatracking.accounting;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Writes attributes as pipelined {@code SET key value EX seconds}: all commands of a call go to the
 * connection at once and are flushed once. Thread-safe.
 */
public final class RedisAttributes implements AttributesWriter {
  private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis;
  private final InstantSource clock;

  /**
   * @param redis throws {@link RedisException} while Redis is away
   */
  public RedisAttributes(
      Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis, InstantSource clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Void> write(List<MessageAttributes> attributes) {
    if (attributes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    Acknowledgements acknowledgements = new Acknowledgements(attributes.size());
    long now = clock.instant().getEpochSecond();
    List<SetWithExpiry> commands = new ArrayList<>(attributes.size());
    for (MessageAttributes one : attributes) {
      commands.add(new SetWithExpiry(one, now, acknowledgements));
    }
    try {
      connection(redis.get()).dispatch(commands);
    } catch (RedisException e) {
      acknowledgements.failed(e);
    }
    return acknowledgements.all();
  }

  @Override
  public CompletableFuture<Void> probe() {
    try {
      return redis.get().ping().toCompletableFuture().thenAccept(pong -> {});
    } catch (RedisException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static StatefulConnection<byte[], byte[]> connection(
      RedisClusterAsyncCommands<byte[], byte[]> commands) {
    if (commands instanceof RedisAsyncCommands<byte[], byte[]> single) {
      return single.getStatefulConnection();
    }
    if (commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster) {
      return cluster.getStatefulConnection();
    }
    throw new IllegalStateException("no connection behind " + commands.getClass());
  }
}
