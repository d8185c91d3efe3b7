package io.github.pmtatracking.component.redisqueue;

import io.github.pmtatracking.lettuce.RedisSource;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one Redis, or to the master that sentinels name, opened on first use and kept.
 * While Redis is unavailable, {@link #get} throws a {@link io.lettuce.core.RedisException}, and
 * commands fail at once instead of being queued. Thread-safe.
 */
final class DedicatedConnection implements RedisSource, AutoCloseable {
  private final RedisClient client;
  private @Nullable StatefulRedisConnection<byte[], byte[]> connection;

  /** Throws {@link IllegalArgumentException} when {@code url} is not a URL of Redis. */
  DedicatedConnection(String url, Duration timeout) {
    this(url, timeout, SslOptions.create());
  }

  /** As the other constructor; {@code ssl} is used for a {@code rediss:} URL. */
  DedicatedConnection(String url, Duration timeout, SslOptions ssl) {
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(timeout);
    client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .sslOptions(ssl)
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
