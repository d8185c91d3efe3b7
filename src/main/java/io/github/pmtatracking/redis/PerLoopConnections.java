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
 * Connections to the queue's Redis, each served by an event loop of the caller, on which its
 * commands' futures complete. To be closed before the loops. Thread-safe.
 */
public final class PerLoopConnections implements AutoCloseable {
  private static final long RETRY_SECONDS = 1;

  private final ClientResources shared;
  private final Function<ClientResources, RedisConnection> newLink;
  private final BooleanSupplier redisIsThere;
  private final ScheduledExecutorService retries;
  private final Map<RedisConnection, ClientResources> links = new ConcurrentHashMap<>();

  /**
   * @param shared what all connections use, but for the loop
   * @param redisIsThere whether another connection to the same Redis stands
   */
  PerLoopConnections(
      ClientResources shared,
      Function<ClientResources, RedisConnection> newLink,
      BooleanSupplier redisIsThere,
      ScheduledExecutorService retries) {
    this.shared = shared;
    this.newLink = newLink;
    this.redisIsThere = redisIsThere;
    this.retries = retries;
  }

  /**
   * Commands on a new connection of this loop; the supplier throws while Redis is away. If Redis is
   * there, the connection stands when this returns.
   */
  public RedisSource of(EventLoop loop) {
    ClientResources ofLoop = SharedEventLoopProvider.on(loop, shared);
    RedisConnection link = newLink.apply(ofLoop);
    links.put(link, ofLoop);
    open(link);
    return link;
  }

  /** A Redis that does not answer keeps the start waiting once, and not for each loop. */
  private void open(RedisConnection link) {
    if (redisIsThere.getAsBoolean()) {
      link.open();
    } else {
      retries.schedule(() -> open(link), RETRY_SECONDS, TimeUnit.SECONDS);
    }
  }

  boolean areConnected() {
    return links.keySet().stream().allMatch(RedisConnection::isConnected);
  }

  @Override
  public void close() {
    links.forEach(
        (link, ofLoop) -> {
          link.close();
          ofLoop.shutdown();
        });
    links.clear();
  }
}
