package io.github.pmtatracking.feeder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code msgID_*} records of many messages at once: one MGET for each thousand, all on
 * their way before the first answer is awaited. Thread-safe.
 */
final class AttributeLookup {
  private static final int CHUNK = 1_000;

  private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis;
  private final Duration timeout;

  AttributeLookup(Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis, Duration timeout) {
    this.redis = redis;
    this.timeout = timeout;
  }

  /**
   * The records in the order of the ids, null where there is none. Throws a {@link
   * io.lettuce.core.RedisException} when Redis refuses or cannot be reached.
   */
  List<byte @Nullable []> find(List<String> messageIds) {
    RedisClusterAsyncCommands<byte[], byte[]> commands = redis.get();
    List<RedisFuture<List<KeyValue<byte[], byte[]>>>> answers = new ArrayList<>();
    for (int from = 0; from < messageIds.size(); from += CHUNK) {
      int to = Math.min(from + CHUNK, messageIds.size());
      byte[][] keys = new byte[to - from][];
      for (int i = from; i < to; i++) {
        keys[i - from] = ("msgID_" + messageIds.get(i)).getBytes(UTF_8);
      }
      answers.add(commands.mget(keys));
    }
    List<byte @Nullable []> records = new ArrayList<>(messageIds.size());
    for (RedisFuture<List<KeyValue<byte[], byte[]>>> answer : answers) {
      for (KeyValue<byte[], byte[]> found :
          LettuceFutures.awaitOrCancel(answer, timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        records.add(found.getValueOrElse(null));
      }
    }
    return records;
  }
}
