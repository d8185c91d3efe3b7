package io.github.pmtatracking.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The clock of Redis (TIME). Throws a {@link io.lettuce.core.RedisException} when Redis cannot be
 * reached. Thread-safe.
 */
public final class RedisClock {
  private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis;
  private final Duration timeout;

  /**
   * @param timeout how long the answer may take
   */
  public RedisClock(Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis, Duration timeout) {
    this.redis = redis;
    this.timeout = timeout;
  }

  /** What time it is there, to a second. */
  public Instant now() {
    List<byte[]> time =
        LettuceFutures.awaitOrCancel(redis.get().time(), timeout.toMillis(), TimeUnit.MILLISECONDS);
    return Instant.ofEpochSecond(Long.parseLong(new String(time.get(0), US_ASCII)));
  }
}
