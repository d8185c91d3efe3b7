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
 * One shared connection to one Redis. It is opened in the background, and again after each loss;
 * until it stands, {@link #get} throws. Thread-safe.
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
  private boolean told;

  /**
   * @param setting the operator's words for where the address came from, for messages
   * @param maxQueuedCommands commands under way at once; one more fails
   * @param quiet another connection to the same Redis tells when it cannot be reached
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
   * Tries once, waiting for the outcome, and goes on trying in the background if Redis is not
   * there.
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

  /** Looks at this Redis; to be made after {@link #open}. */
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
      if (told) {
        LOG.info("Redis at {} is there", address);
      }
      return true;
    } catch (RedisException e) {
      trouble = address.tls().explain(e);
      if (!told && !quiet) {
        told = true;
        LOG.warn(
            "Redis at {} cannot be reached: {} ({}); going on, trying again every second",
            address,
            trouble,
            setting);
      }
      return false;
    }
  }
}
