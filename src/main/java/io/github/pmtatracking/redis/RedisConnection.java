package io.github.pmtatracking.redis;

import io.github.pmtatracking.lettuce.RedisSource;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shared connection to one Redis. It is opened in the background, and again after each loss.
 * While it is not open, {@link #get} throws {@link RedisUnavailableException}. Thread-safe.
 */
final class RedisConnection implements RedisSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);
  private static final long RETRY_SECONDS = 1;
  private static final Duration SHUTDOWN = Duration.ofSeconds(1);

  private final RedisAddress address;
  private final String setting;
  private final AbstractRedisClient client;
  private final ScheduledExecutorService retries;
  private final boolean quiet;
  private volatile @Nullable RedisClusterAsyncCommands<byte[], byte[]> commands;
  private volatile @Nullable StatefulConnection<byte[], byte[]> connection;
  private volatile String trouble = "not connected yet";
  private boolean logged;

  /**
   * @param setting the setting with the address and its origin, for messages
   * @param maxQueuedCommands most commands that wait for a reply; one more fails
   * @param quiet whether another connection to the same Redis logs that it is unavailable
   */
  RedisConnection(
      RedisAddress address,
      String setting,
      ClientResources resources,
      ScheduledExecutorService retries,
      int maxQueuedCommands,
      boolean quiet) {
    this.address = address;
    this.setting = setting;
    this.retries = retries;
    this.quiet = quiet;
    this.client = RedisClients.create(address, resources, maxQueuedCommands);
  }

  /**
   * Tries once and waits for the result. If Redis is unavailable, tries again in the background.
   */
  void open() {
    if (!connect()) {
      retries.schedule(this::open, RETRY_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public RedisClusterAsyncCommands<byte[], byte[]> get() {
    RedisClusterAsyncCommands<byte[], byte[]> current = commands;
    if (current == null) {
      throw new RedisUnavailableException("Redis at " + address + " cannot be reached: " + trouble);
    }
    return current;
  }

  boolean isConnected() {
    StatefulConnection<byte[], byte[]> current = connection;
    return current != null && current.isOpen();
  }

  /** A probe of this Redis. Call it after {@link #open}. */
  RedisProbe probe() {
    return new RedisProbe(this, address.toString(), isConnected(), !address.cluster());
  }

  String describe() {
    return address + " (" + setting + ")";
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, SHUTDOWN);
  }

  private boolean connect() {
    try {
      if (client instanceof RedisClusterClient cluster) {
        StatefulRedisClusterConnection<byte[], byte[]> opened =
            cluster.connect(ByteArrayCodec.INSTANCE);
        connection = opened;
        commands = opened.async();
      } else {
        StatefulRedisConnection<byte[], byte[]> opened =
            ((RedisClient) client).connect(ByteArrayCodec.INSTANCE, address.first());
        connection = opened;
        commands = opened.async();
      }
      if (logged) {
        LOG.info("Connected to Redis: address={}", address);
      }
      return true;
    } catch (RedisException e) {
      trouble = address.tls().explain(e);
      if (!logged && !quiet) {
        logged = true;
        LOG.warn(
            "Redis unavailable, trying again every second: address={} setting={} error={}",
            address,
            setting,
            trouble);
      }
      return false;
    }
  }
}
