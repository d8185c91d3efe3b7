package io.github.pmtatracking.accounting;

import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.redis.PipelinedCommands;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Writes attributes as pipelined {@code SET key value EX seconds}. Thread-safe. */
public final class RedisAttributes implements AttributesWriter {
  private final RedisSource redis;
  private final InstantSource clock;

  /**
   * @param redis a connection for batches, see {@link
   *     io.github.pmtatracking.redis.RedisConnections#bulkAttributes}; throws {@link
   *     RedisException} while Redis is unavailable
   */
  public RedisAttributes(RedisSource redis, InstantSource clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Void> write(List<AttributeRecord> attributes) {
    if (attributes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    long now = clock.instant().getEpochSecond();
    try {
      RedisClusterAsyncCommands<byte[], byte[]> commands = redis.get();
      if (commands instanceof RedisAsyncCommands<byte[], byte[]> single) {
        return send(single, attributes.size(), buffer -> encode(attributes, now, buffer));
      }
      return writeEach(commands, attributes, now);
    } catch (RedisException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<Void> probe() {
    try {
      RedisClusterAsyncCommands<byte[], byte[]> commands = redis.get();
      if (commands instanceof RedisAsyncCommands<byte[], byte[]> single) {
        return send(single, 1, RespEncoder::ping);
      }
      return commands.ping().toCompletableFuture().thenAccept(pong -> {});
    } catch (RedisException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static CompletableFuture<Void> send(
      RedisAsyncCommands<byte[], byte[]> redis, int commands, Consumer<ByteBuf> encoder) {
    PipelinedCommands batch = new PipelinedCommands(commands, encoder);
    redis.getStatefulConnection().dispatch(batch);
    return batch.toCompletableFuture().thenAccept(ok -> {});
  }

  private static void encode(List<AttributeRecord> attributes, long now, ByteBuf buffer) {
    for (AttributeRecord one : attributes) {
      RespEncoder.set(buffer, one.key(), one.json(), seconds(one, now));
    }
  }

  /** In a cluster Lettuce sends each command to the node of its key. */
  private static CompletableFuture<Void> writeEach(
      RedisClusterAsyncCommands<byte[], byte[]> redis, List<AttributeRecord> attributes, long now) {
    CompletionCounter completion = new CompletionCounter(attributes.size());
    for (AttributeRecord one : attributes) {
      redis
          .set(one.key(), one.json(), SetArgs.Builder.ex(seconds(one, now)))
          .whenComplete((ok, failure) -> completion.answered(failure));
    }
    return completion.all();
  }

  private static long seconds(AttributeRecord attributes, long now) {
    return Math.max(1, attributes.expires() - now);
  }
}
