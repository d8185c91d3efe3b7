package io.github.pmtatracking.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A master named "events", its replica, and three sentinels that watch over them. */
public final class RedisSentinels implements AutoCloseable {
  private static final int SENTINELS = 3;

  private final List<RedisServer> servers = new ArrayList<>();
  private final List<RedisServer> sentinels = new ArrayList<>();
  private final String password;

  private RedisSentinels(String password) {
    this.password = password;
  }

  /**
   * Starts all and waits until a fail-over is possible.
   *
   * @param password of the servers, not of the sentinels; without quotes
   * @param certificate with one all of them speak TLS only
   */
  public static RedisSentinels start(
      Path folder, String password, @Nullable TestCertificate certificate) throws IOException {
    RedisSentinels all = new RedisSentinels(password);
    try {
      String[] open = {"--requirepass", password, "--masterauth", password};
      RedisServer master = RedisServer.start(folder.resolve("master"), certificate, open);
      all.servers.add(master);
      RedisServer replica = RedisServer.start(folder.resolve("replica"), certificate, open);
      all.servers.add(replica);
      replica.cli(
          "--no-auth-warning", "-a", password, "REPLICAOF", "127.0.0.1", "" + master.port());
      for (int i = 0; i < SENTINELS; i++) {
        all.sentinels.add(
            RedisServer.startSentinel(
                folder.resolve("sentinel-" + i), certificate, all.configuration(master.port())));
      }
      for (RedisServer sentinel : all.sentinels) {
        await().atMost(Duration.ofSeconds(30)).until(() -> all.isReady(sentinel));
      }
      return all;
    } catch (IOException | RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private String configuration(int master) {
    return """
        sentinel monitor events 127.0.0.1 %d 2
        sentinel auth-pass events "%s"
        sentinel down-after-milliseconds events 500
        sentinel failover-timeout events 3000
        """
        .formatted(master, password);
  }

  private boolean isReady(RedisServer sentinel) throws IOException {
    String state = sentinel.cli("SENTINEL", "MASTER", "events");
    return value(state, "num-slaves").equals("1")
        && value(state, "num-other-sentinels").equals("" + (SENTINELS - 1))
        && sentinel.cli("SENTINEL", "REPLICAS", "events").contains("master-link-status\nok");
  }

  private static String value(String state, String name) {
    List<String> lines = state.lines().toList();
    int at = lines.indexOf(name);
    return at < 0 ? "" : lines.get(at + 1);
  }

  /** The sentinels, separated by commas. */
  public String addresses() {
    return sentinels.stream().map(RedisServer::address).collect(Collectors.joining(","));
  }

  /** Ends the master and the first sentinel, at once. */
  public void killMasterAndFirstSentinel() {
    servers.get(0).kill();
    sentinels.get(0).kill();
  }

  /** Waits until the replica is the master. */
  public void awaitFailOver() {
    RedisServer replica = servers.get(1);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> replica.cli("--no-auth-warning", "-a", password, "ROLE").startsWith("master"));
  }

  @Override
  public void close() {
    sentinels.forEach(RedisServer::close);
    servers.forEach(RedisServer::close);
  }
}
