package io.github.pmtatracking.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.epoll.Epoll;
import java.time.Duration;

/** Makes Lettuce's clients, all with the same options. */
final class RedisClients {
  /** How often the topology of a cluster is read. */
  private static final Duration CLUSTER_REFRESH = Duration.ofSeconds(30);

  /** When a connection or a command fails, it is read at once, but not more often than this. */
  private static final Duration CLUSTER_REFRESH_AFTER_FAILURE = Duration.ofSeconds(1);

  private RedisClients() {}

  /**
   * A client for one server, also for the master that sentinels name, or for a cluster.
   *
   * @param maxQueuedCommands most commands of a connection that wait for a reply; one more fails
   */
  static AbstractRedisClient create(
      RedisAddress address, ClientResources resources, int maxQueuedCommands) {
    ClientOptions options = options(address, maxQueuedCommands);
    if (address.cluster()) {
      RedisClusterClient cluster = RedisClusterClient.create(resources, address.nodes());
      cluster.setOptions(
          ClusterClientOptions.builder(options)
              // Otherwise Lettuce would try a dead node, and log it, every second.
              .nodeFilter(node -> !node.is(NodeFlag.FAIL) && !node.is(NodeFlag.NOADDR))
              .topologyRefreshOptions(
                  ClusterTopologyRefreshOptions.builder()
                      .enablePeriodicRefresh(CLUSTER_REFRESH)
                      .enableAllAdaptiveRefreshTriggers()
                      .adaptiveRefreshTriggersTimeout(CLUSTER_REFRESH_AFTER_FAILURE)
                      .build())
              .build());
      return cluster;
    }
    RedisClient single = RedisClient.create(resources, address.first());
    single.setOptions(options);
    return single;
  }

  private static ClientOptions options(RedisAddress address, int maxQueuedCommands) {
    Duration timeout = address.first().getTimeout();
    SocketOptions.Builder socket = SocketOptions.builder().connectTimeout(timeout).keepAlive(true);
    if (Epoll.isAvailable()) {
      // Without it, the system sends to a machine that died for a quarter of an hour.
      socket.tcpUserTimeout(
          TcpUserTimeoutOptions.builder().enable().tcpUserTimeout(timeout).build());
    }
    return ClientOptions.builder()
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(maxQueuedCommands)
        .timeoutOptions(TimeoutOptions.enabled(timeout))
        .socketOptions(socket.build())
        .sslOptions(address.tls().options())
        .build();
  }
}
