package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** {@code acct_headers} in Redis. */
public final class RedisColumnLayout implements SavedColumnLayout {
  private static final byte[] KEY = "acct_headers".getBytes(UTF_8);

  private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis;
  private final Duration patience;

  /**
   * @param patience how long Redis may take to answer
   */
  public RedisColumnLayout(
      Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis, Duration patience) {
    this.redis = redis;
    this.patience = patience;
  }

  @Override
  public byte[] read() throws IOException {
    try {
      return redis.get().get(KEY).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException | RedisException e) {
      throw new IOException("Redis is away: " + e.getMessage(), e);
    }
  }
}
