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
  /** How often it is looked which node of a cluster has which slots. */
  private static final Duration CLUSTER_LOOK = Duration.ofSeconds(30);

  /** The same when a connection or a command fails: at once, but not more often than this. */
  private static final Duration CLUSTER_LOOK_IN_TROUBLE = Duration.ofSeconds(1);

  private RedisClients() {}

  /**
   * A client for one server, which may be the one that sentinels name, or for a cluster.
   *
   * @param maxQueuedCommands commands under way at once on a connection; one more fails
   */
  static AbstractRedisClient create(
      RedisAddress address, ClientResources resources, int maxQueuedCommands) {
    ClientOptions options = options(address, maxQueuedCommands);
    if (address.cluster()) {
      RedisClusterClient cluster = RedisClusterClient.create(resources, address.nodes());
      cluster.setOptions(
          ClusterClientOptions.builder(options)
              // Else it would be tried, and the log told, every second for as long as it is dead.
              .nodeFilter(node -> !node.is(NodeFlag.FAIL) && !node.is(NodeFlag.NOADDR))
              .topologyRefreshOptions(
                  ClusterTopologyRefreshOptions.builder()
                      .enablePeriodicRefresh(CLUSTER_LOOK)
                      .enableAllAdaptiveRefreshTriggers()
                      .adaptiveRefreshTriggersTimeout(CLUSTER_LOOK_IN_TROUBLE)
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
      // A machine that died says nothing, and the system would send to it for a quarter of an hour.
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
