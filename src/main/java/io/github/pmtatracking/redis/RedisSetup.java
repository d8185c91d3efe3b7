package io.github.pmtatracking.redis;

import io.github.pmtatracking.settings.Settings;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.resource.ClientResources;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the Redis of {@code redis.url} and that of {@code redis.attributes.url} without losing
 * their data; in a cluster, each node. Checks all servers first: if one cannot be prepared, none is
 * changed. Used by one thread.
 */
public final class RedisSetup implements AutoCloseable {
  /** Longer than a server is unavailable while it forks. */
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private static final int COMMANDS = 100;

  private final Settings settings;
  private final PrintWriter out;
  private final ClientResources resources =
      ClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
  private final List<AutoCloseable> open = new ArrayList<>();

  /**
   * Does not connect yet.
   *
   * @param out receives a line for each step
   */
  public RedisSetup(Settings settings, PrintWriter out) {
    this.settings = settings;
    this.out = out;
  }

  /**
   * Prepares each server, one after the other.
   *
   * @param fsync {@code everysec} or {@code always}, or null to keep the value of the server if
   *     that is one of them
   * @throws RedisSetupException when one of them cannot be prepared
   * @throws io.github.pmtatracking.settings.BadSettingException when a setting is not an address
   */
  public void apply(@Nullable String fsync) throws RedisSetupException, InterruptedException {
    for (RedisNodeSetup node : possibleNodes()) {
      node.apply(fsync);
    }
  }

  /**
   * Prints the changes that {@link #apply} would make, and makes none.
   *
   * @return whether each server has the wanted values already
   */
  public boolean check(@Nullable String fsync) throws RedisSetupException {
    boolean prepared = true;
    for (RedisNodeSetup node : possibleNodes()) {
      prepared &= node.isPrepared(fsync);
    }
    return prepared;
  }

  private List<RedisNodeSetup> possibleNodes() throws RedisSetupException {
    Set<String> keys = new LinkedHashSet<>(Set.of("redis.url"));
    String attributes = settings.text("redis.attributes.url");
    if (!attributes.isEmpty() && !attributes.equals(settings.text("redis.url"))) {
      keys.add("redis.attributes.url");
    }
    List<RedisNodeSetup> nodes = new ArrayList<>();
    for (String key : keys) {
      nodes.addAll(nodes(key));
    }
    for (RedisNodeSetup node : nodes) {
      node.requirePossible();
    }
    return nodes;
  }

  private List<RedisNodeSetup> nodes(String key) throws RedisSetupException {
    if (settings.text(key).matches("embedded(:.*)?")) {
      throw new RedisSetupException(
          settings.describe(key) + ": the embedded Redis needs no preparation");
    }
    RedisTls tls = RedisTls.of(settings);
    RedisAddress address = settings.parse(key, url -> RedisAddress.parse(url, TIMEOUT, tls));
    AbstractRedisClient client = RedisClients.create(address, resources, COMMANDS);
    open.add(client);
    try {
      if (client instanceof RedisClusterClient cluster) {
        return nodesOf(cluster);
      }
      return List.of(
          new RedisNodeSetup(
              address.toString(), ((RedisClient) client).connect().sync(), false, out));
    } catch (RedisException e) {
      throw new RedisSetupException(
          "Redis at %s cannot be reached: %s (%s)"
              .formatted(address, tls.explain(e), settings.describe(key)),
          e);
    }
  }

  private List<RedisNodeSetup> nodesOf(RedisClusterClient client) {
    StatefulRedisClusterConnection<String, String> cluster = client.connect();
    List<RedisNodeSetup> nodes = new ArrayList<>();
    for (RedisClusterNode node : cluster.getPartitions()) {
      nodes.add(
          new RedisNodeSetup(
              node.getUri().getHost() + ":" + node.getUri().getPort(),
              cluster.getConnection(node.getNodeId()).sync(),
              true,
              out));
    }
    return nodes;
  }

  @Override
  public void close() {
    for (AutoCloseable client : open) {
      try {
        client.close();
      } catch (Exception e) {
        throw new IllegalStateException("Lettuce's clients close without one", e);
      }
    }
    resources.shutdown();
  }
}
