package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.Duration;

/** {@code acct_headers} in Redis. */
public final class RedisColumnLayout implements SavedColumnLayout {
  private static final byte[] KEY = "acct_headers".getBytes(UTF_8);

  private final RedisSource redis;
  private final Duration patience;

  /**
   * @param patience how long Redis may take to answer
   */
  public RedisColumnLayout(RedisSource redis, Duration patience) {
    this.redis = redis;
    this.patience = patience;
  }

  @Override
  public byte[] read() throws IOException {
    try {
      return Replies.await(redis.get().get(KEY), patience);
    } catch (RedisException e) {
      throw new IOException("Redis is away: " + e.getMessage(), e);
    }
  }
}
