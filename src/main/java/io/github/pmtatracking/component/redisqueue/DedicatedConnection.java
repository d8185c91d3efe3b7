package io.github.pmtatracking.component.redisqueue;

import io.github.pmtatracking.lettuce.RedisSource;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one Redis, or to the master that sentinels name, made on first use and kept.
 * While Redis is away, {@link #get} throws a {@link io.lettuce.core.RedisException} and commands
 * are refused rather than queued. Thread-safe.
 */
final class DedicatedConnection implements RedisSource, AutoCloseable {
  private final RedisClient client;
  private @Nullable StatefulRedisConnection<byte[], byte[]> connection;

  /** Throws {@link IllegalArgumentException} when {@code url} is not a URL of Redis. */
  DedicatedConnection(String url, Duration timeout) {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(timeout);
    client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .build());
  }

  @Override
  public synchronized RedisClusterAsyncCommands<byte[], byte[]> get() {
    if (connection == null) {
      connection = client.connect(ByteArrayCodec.INSTANCE);
    }
    return connection.async();
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
