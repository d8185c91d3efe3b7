package io.github.pmtatracking.redis;

import io.github.pmtatracking.lettuce.RedisSource;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Connections to the Redis of the queue, each served by an event loop of the caller. The futures of
 * its commands complete on that loop. Close them before the loops. Thread-safe.
 */
public final class PerLoopConnections implements AutoCloseable {
  private static final long RETRY_SECONDS = 1;

  private final ClientResources shared;
  private final Function<ClientResources, RedisConnection> newConnection;
  private final BooleanSupplier redisAvailable;
  private final ScheduledExecutorService retries;
  private final Map<RedisConnection, ClientResources> connections = new ConcurrentHashMap<>();

  /**
   * @param shared the resources of all connections, except the loop
   * @param redisAvailable whether another connection to the same Redis is open
   */
  PerLoopConnections(
      ClientResources shared,
      Function<ClientResources, RedisConnection> newConnection,
      BooleanSupplier redisAvailable,
      ScheduledExecutorService retries) {
    this.shared = shared;
    this.newConnection = newConnection;
    this.redisAvailable = redisAvailable;
    this.retries = retries;
  }

  /** A new connection on this loop. If Redis is available, it is open when this method returns. */
  public RedisSource of(EventLoop loop) {
    ClientResources ofLoop = SharedEventLoopProvider.on(loop, shared);
    RedisConnection connection = newConnection.apply(ofLoop);
    connections.put(connection, ofLoop);
    open(connection);
    return connection;
  }

  /** If Redis does not answer, the start waits once, not once for each loop. */
  private void open(RedisConnection connection) {
    if (redisAvailable.getAsBoolean()) {
      connection.open();
    } else {
      retries.schedule(() -> open(connection), RETRY_SECONDS, TimeUnit.SECONDS);
    }
  }

  boolean areConnected() {
    return connections.keySet().stream().allMatch(RedisConnection::isConnected);
  }

  @Override
  public void close() {
    connections.forEach(
        (connection, ofLoop) -> {
          connection.close();
          ofLoop.shutdown();
        });
    connections.clear();
  }
}
