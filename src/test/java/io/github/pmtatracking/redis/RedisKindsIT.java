package io.github.pmtatracking.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.RedisCluster;
import io.github.pmtatracking.testing.RedisSentinels;
import io.github.pmtatracking.testing.RedisServer;
import io.github.pmtatracking.testing.TestCertificate;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole chain on each kind of Redis that {@code redis.url} takes, with real servers. */
class RedisKindsIT {
  private static final String PASSWORD = "p@:/?#%,+ä";
  private static final String ENCODED = "p%40%3A%2F%3F%23%25%2C%2B%C3%A4";

  @TempDir private Path folder;

  @Test
  void aServerWithAUserAndAPasswordOfSpecialCharacters() throws Exception {
    String[] fred = {"--user", "fred", "on", ">" + PASSWORD, "~*", "+@all"};
    try (RedisServer server = RedisServer.start(folder, null, fred);
        Chain chain = new Chain(folder, "redis://fred:" + ENCODED + "@" + server.address())) {
      chain.carriesEverything();
    }
  }

  @Test
  void aSocketOfThisMachineWithAPassword() throws Exception {
    Path socket = folder.resolve("redis.sock");
    String[] open = {"--unixsocket", socket.toString(), "--requirepass", PASSWORD};
    try (RedisServer server = RedisServer.start(folder, null, open);
        Chain chain = new Chain(folder, "unix://:" + ENCODED + "@" + socket + "?database=3")) {
      chain.carriesEverything();
      assertTrue(server.cli("--no-auth-warning", "-a", PASSWORD, "DBSIZE").startsWith("0"));
    }
  }

  @Test
  void anEmbeddedServerThatOnlyItsOwnerReaches() throws Exception {
    try (EmbeddedRedis server = EmbeddedRedis.startForOwner(folder.resolve("embedded"));
        Chain chain = new Chain(folder, server.url())) {
      chain.carriesEverything();
    }
  }

  @Test
  void aServerOverTlsThatWantsACertificateOfOurs() throws Exception {
    TestCertificate itsOwn = TestCertificate.create(folder.resolve("its"), "redis");
    TestCertificate ours = TestCertificate.create(folder.resolve("ours"), "tracking");
    String theirs = itsOwn.certificateFile().toString();
    String[] strict = {"--tls-ca-cert-file", ours.certificateFile().toString()};
    try (RedisServer server = RedisServer.start(folder, itsOwn, strict)) {
      String url = "rediss://localhost:" + server.port() + "/3";
      try (Chain chain =
          new Chain(
              folder,
              url,
              "redis.tls.ca-file",
              theirs,
              "redis.tls.certificate",
              ours.certificateFile().toString(),
              "redis.tls.key",
              ours.keyFile().toString())) {
        chain.carriesEverything();
      }

      String wrongAuthority = trouble(url, ours.certificateFile().toString());
      assertTrue(wrongAuthority.contains("valid certification path"), wrongAuthority);
      assertTrue(wrongAuthority.contains("redis.tls.ca-file = \"" + folder), wrongAuthority);
      assertFalse(wrongAuthority.contains("\n"), wrongAuthority);
      String noCertificate = trouble(url, theirs);
      assertTrue(noCertificate.contains("redis.tls.certificate = \"\""), noCertificate);
    }
  }

  private static String trouble(String url, String authorities) {
    Settings settings =
        Settings.load(null, Map.of(), Map.of())
            .with("redis.url", url)
            .with("redis.tls.ca-file", authorities);
    try (RedisConnections connections = new RedisConnections(settings)) {
      return assertThrows(RedisUnavailableException.class, () -> connections.queue().get())
          .getMessage();
    }
  }

  @Test
  void aClusterWhoseReplicaTakesOver() throws Exception {
    try (RedisCluster cluster = RedisCluster.start(folder.resolve("cluster"));
        Chain chain = new Chain(folder, "redis-cluster://" + cluster.addresses())) {
      chain.carriesEverything();
      chain.account(100, 10_100);

      cluster.killMasterOf("trk_queue");
      chain.click(100, 150);

      chain.awaitUploads(150);
      chain.account(10_100, 11_000);
    }
  }

  /** A cluster of one node, too, refuses a script whose keys are not in one slot. */
  @Test
  void aClusterOverTlsThatRunsEveryScriptOfTheFeeder() throws Exception {
    TestCertificate certificate = TestCertificate.create(folder.resolve("tls"), "redis");
    try (RedisCluster cluster = RedisCluster.startAlone(folder.resolve("cluster"), certificate);
        Chain chain =
            new Chain(
                folder,
                "rediss-cluster://" + cluster.addresses(),
                "redis.tls.ca-file",
                certificate.certificateFile().toString(),
                "feeder.batch-status.delay",
                "300ms")) {
      chain.carriesEverything();
      chain.handsOver(100, 150);
      chain.awaitGone("{trk_queue}:verdicts");
      String dropped = chain.deadLetters("drop", "-all");
      assertTrue(dropped.contains("1 events"), dropped);
    }
  }

  @Test
  void sentinelsThatFailOver() throws Exception {
    try (RedisSentinels sentinels = RedisSentinels.start(folder.resolve("all"), PASSWORD, null);
        Chain chain =
            new Chain(
                folder,
                "redis-sentinel://:" + ENCODED + "@" + sentinels.addresses() + "/2#events")) {
      chain.carriesEverything();

      sentinels.killMasterAndFirstSentinel();
      chain.click(100, 150);
      sentinels.awaitFailOver();

      chain.awaitUploads(150);
      chain.click(150, 200);
      chain.awaitUploads(200);
      chain.account(100, 200);
    }
  }

  @Test
  void sentinelsOverTls() throws Exception {
    TestCertificate certificate = TestCertificate.create(folder.resolve("tls"), "redis");
    try (RedisSentinels sentinels =
            RedisSentinels.start(folder.resolve("all"), PASSWORD, certificate);
        Chain chain =
            new Chain(
                folder,
                "rediss-sentinel://:" + ENCODED + "@" + sentinels.addresses() + "#events",
                "redis.tls.ca-file",
                certificate.certificateFile().toString())) {
      chain.carriesEverything();
    }
  }
}
