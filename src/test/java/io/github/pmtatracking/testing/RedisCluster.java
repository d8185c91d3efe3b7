package io.github.pmtatracking.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Redis Cluster on loopback: three masters, each with a replica that takes over from it. */
public final class RedisCluster implements AutoCloseable {
  private static final int NODES = 6;

  private final List<RedisServer> nodes = new ArrayList<>();

  private RedisCluster() {}

  /** Starts one and waits until it serves every slot. */
  public static RedisCluster start(Path folder) throws IOException {
    RedisCluster cluster = new RedisCluster();
    try {
      for (int i = 0; i < NODES; i++) {
        cluster.nodes.add(node(folder.resolve("node-" + i), null));
      }
      cluster.join();
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * Starts one of a single node, which has the rules of larger ones and is there sooner.
   *
   * @param certificate with one it speaks TLS only
   */
  public static RedisCluster startAlone(Path folder, @Nullable TestCertificate certificate)
      throws IOException {
    RedisCluster cluster = new RedisCluster();
    RedisServer node = node(folder, certificate);
    cluster.nodes.add(node);
    node.cli("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
    await().until(() -> node.cli("CLUSTER", "INFO").contains("cluster_state:ok"));
    return cluster;
  }

  private static RedisServer node(Path folder, @Nullable TestCertificate certificate)
      throws IOException {
    String busPort = Integer.toString(FreePort.find());
    String[] arguments = {
      "--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--cluster-port", busPort
    };
    return RedisServer.start(folder, certificate, arguments);
  }

  private void join() throws IOException {
    List<String> create = new ArrayList<>(List.of("--cluster", "create"));
    nodes.forEach(node -> create.add(node.address()));
    create.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
    nodes.get(0).cli(create.toArray(String[]::new));
    for (RedisServer node : nodes) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  node.cli("CLUSTER", "INFO").contains("cluster_state:ok")
                      && node.cli("CLUSTER", "NODES").lines().filter(RedisCluster::replica).count()
                          == NODES / 2
                      && !node.cli("INFO", "replication").contains("master_link_status:down"));
    }
  }

  private static boolean replica(String line) {
    return line.contains("slave");
  }

  /** The first nodes, separated by commas. */
  public String addresses() {
    return nodes.stream().limit(3).map(RedisServer::address).collect(Collectors.joining(","));
  }

  /** Ends the master that serves a key, at once. */
  public void killMasterOf(String key) throws IOException {
    int slot = Integer.parseInt(nodes.get(0).cli("CLUSTER", "KEYSLOT", key).strip());
    for (RedisServer node : nodes) {
      for (String line : node.cli("CLUSTER", "NODES").split("\n")) {
        if (line.contains("myself,master") && serves(line, slot)) {
          node.kill();
          return;
        }
      }
    }
    throw new AssertionError("no master serves slot " + slot);
  }

  private static boolean serves(String line, int slot) {
    String[] range = line.substring(line.lastIndexOf(' ') + 1).strip().split("-");
    return range.length == 2
        && Integer.parseInt(range[0]) <= slot
        && slot <= Integer.parseInt(range[1]);
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
