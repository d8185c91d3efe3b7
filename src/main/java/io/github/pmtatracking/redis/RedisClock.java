package io.github.pmtatracking.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The clock of Redis (TIME). Throws a {@link io.lettuce.core.RedisException} when Redis is
 * unavailable. Thread-safe.
 */
public final class RedisClock {
  private final RedisSource redis;
  private final Duration timeout;

  /**
   * @param timeout how long the reply may take
   */
  public RedisClock(RedisSource redis, Duration timeout) {
    this.redis = redis;
    this.timeout = timeout;
  }

  /** The time of Redis, to the second. */
  public Instant now() {
    List<byte[]> time = Replies.await(redis.get().time(), timeout);
    return Instant.ofEpochSecond(Long.parseLong(new String(time.get(0), US_ASCII)));
  }
}
