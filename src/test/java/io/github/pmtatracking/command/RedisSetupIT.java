package io.github.pmtatracking.command;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.ConfiguredRedis;
import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.Installation.Outcome;
import io.github.pmtatracking.testing.RedisServer;
import io.github.pmtatracking.testing.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code pmta-tracking redis-setup} on a redis-server with Debian's configuration, its data in
 * snapshots, as a site has it that moves from the original.
 */
class RedisSetupIT {
  private static final int RECORDS = 200;

  @TempDir private Path folder;

  private static Outcome setup(Map<String, String> environment, String... flags) {
    String[] line = new String[flags.length + 2];
    line[0] = "pmta-tracking";
    line[1] = "redis-setup";
    System.arraycopy(flags, 0, line, 2, flags.length);
    return Installation.run(environment, line);
  }

  private static Outcome setup(ConfiguredRedis redis, String... flags) {
    return setup(Map.of("REDIS_URL", redis.url()), flags);
  }

  /** Records and queue, in a snapshot. */
  private static void fill(ConfiguredRedis redis) throws Exception {
    StringBuilder commands = new StringBuilder("RPUSH trk_queue one two three\n");
    for (int i = 0; i < RECORDS; i++) {
      commands.append("SET msgID_").append(i).append(" {}\n");
    }
    redis.pipe(commands.toString());
    redis.stop();
    redis.start();
    requireAll(redis, 3);
    assertEquals("appendonly\nno", redis.cli("CONFIG", "GET", "appendonly"));
  }

  private static void requireAll(ConfiguredRedis redis, int queued) throws Exception {
    assertEquals(Integer.toString(RECORDS + 1), redis.cli("DBSIZE"));
    assertEquals(Integer.toString(queued), redis.cli("LLEN", "trk_queue"));
  }

  private static void refused(Outcome outcome, String... parts) {
    assertEquals(1, outcome.exitCode(), outcome.toString());
    assertEquals(1, outcome.err().strip().lines().count(), outcome.err());
    for (String part : parts) {
      assertTrue(outcome.err().contains(part), outcome.err());
    }
  }

  @Test
  void everyKeyIsThereAfterItAndARestartAndAKill() throws Exception {
    try (ConfiguredRedis redis = ConfiguredRedis.start(folder)) {
      fill(redis);

      Outcome outcome = setup(redis);

      assertEquals(0, outcome.exitCode(), outcome.toString());
      assertTrue(outcome.out().contains("appendonly: no -> yes"), outcome.out());
      assertTrue(outcome.out().contains(redis.config() + " written"), outcome.out());
      requireAll(redis, 3);
      redis.stop();
      redis.start();
      requireAll(redis, 3);
      assertEquals("appendonly\nyes", redis.cli("CONFIG", "GET", "appendonly"));
      assertEquals("maxmemory-policy\nnoeviction", redis.cli("CONFIG", "GET", "maxmemory-policy"));
      redis.cli("RPUSH", "trk_queue", "four");
      redis.kill();
      redis.start();
      requireAll(redis, 4);
    }
  }

  @Test
  void aKillDirectlyAfterItLosesNothing() throws Exception {
    try (ConfiguredRedis redis =
        ConfiguredRedis.start(folder, "maxmemory 64mb", "maxmemory-policy allkeys-lru")) {
      fill(redis);
      redis.cli("CONFIG", "SET", "appendfsync", "no");

      Outcome outcome = setup(redis, "-appendfsync", "always");
      redis.kill();
      redis.start();

      assertTrue(outcome.out().contains("allkeys-lru -> noeviction"), outcome.out());
      assertTrue(outcome.out().contains("appendfsync: no -> always"), outcome.out());
      requireAll(redis, 3);
      assertEquals("maxmemory-policy\nnoeviction", redis.cli("CONFIG", "GET", "maxmemory-policy"));
      assertEquals("appendfsync\nalways", redis.cli("CONFIG", "GET", "appendfsync"));
    }
  }

  @Test
  void aFileThatSaysAppendonlyYesAlreadyButWasNotReadYetDoesNotEmptyTheNextStart()
      throws Exception {
    try (ConfiguredRedis redis = ConfiguredRedis.start(folder)) {
      fill(redis);
      Files.writeString(
          redis.config(), Files.readString(redis.config()) + "\nappendonly yes\nsave \"\"\n");

      assertEquals(0, setup(redis).exitCode());
      redis.stop();
      redis.start();

      requireAll(redis, 3);
    }
  }

  @Test
  void theSampleAtTheEndOfAConfigurationFileEmptiesNoRedis() throws Exception {
    try (ConfiguredRedis redis = ConfiguredRedis.start(folder)) {
      fill(redis);
      redis.stop();
      Files.writeString(
          redis.config(),
          Files.readString(redis.config())
              + Files.readString(Path.of("etc/redis/pmta-tracking.conf")));

      redis.start();

      requireAll(redis, 3);
    }
  }

  @Test
  void theFileDoesNotSayAppendonlyYesWhileTheAppendOnlyFileIsWrittenForTheFirstTime()
      throws Exception {
    try (ConfiguredRedis redis = ConfiguredRedis.start(folder)) {
      fill(redis);
      redis.cli("CONFIG", "SET", "rdb-key-save-delay", "50000");
      redis.cli("CONFIG", "SET", "appendonly", "yes");
      AtomicBoolean tooEarly = new AtomicBoolean();

      CompletableFuture<Outcome> again = CompletableFuture.supplyAsync(() -> setup(redis));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                boolean written =
                    Files.readString(redis.config()).lines().anyMatch("appendonly yes"::equals);
                boolean busy =
                    redis.cli("INFO", "persistence").contains("aof_rewrite_in_progress:1");
                tooEarly.compareAndSet(false, written && busy);
                return again.isDone();
              });

      assertEquals(0, again.join().exitCode(), again.join().toString());
      assertFalse(tooEarly.get(), "a crash at that moment and a start: an empty Redis");
      redis.cli("CONFIG", "SET", "rdb-key-save-delay", "0");
      redis.kill();
      redis.start();
      requireAll(redis, 3);
    }
  }

  @Test
  void checkTellsAndChangesNothingAndASecondRunChangesNothingMore() throws Exception {
    try (ConfiguredRedis redis = ConfiguredRedis.start(folder)) {
      fill(redis);
      String file = Files.readString(redis.config());

      Outcome before = setup(redis, "-check");

      assertEquals(1, before.exitCode(), before.toString());
      assertTrue(before.out().contains("appendonly: no -> yes"), before.out());
      assertEquals("appendonly\nno", redis.cli("CONFIG", "GET", "appendonly"));
      assertEquals(file, Files.readString(redis.config()));
      assertEquals(0, setup(redis).exitCode());
      assertEquals(0, setup(redis, "-check").exitCode());
      Outcome again = setup(redis);
      assertEquals(0, again.exitCode(), again.toString());
      assertFalse(again.out().contains("->"), again.out());
      requireAll(redis, 3);
    }
  }

  @Test
  void bothAddressesArePrepared() throws Exception {
    try (ConfiguredRedis queue = ConfiguredRedis.start(folder.resolve("queue"));
        ConfiguredRedis attributes = ConfiguredRedis.start(folder.resolve("attributes"))) {
      Outcome outcome =
          setup(Map.of("REDIS_URL", queue.url(), "REDIS_ATTRIBUTES_URL", attributes.url()));

      assertEquals(0, outcome.exitCode(), outcome.toString());
      assertEquals("appendonly\nyes", queue.cli("CONFIG", "GET", "appendonly"));
      assertEquals("appendonly\nyes", attributes.cli("CONFIG", "GET", "appendonly"));
    }
  }

  @Test
  void aRedisWithoutAConfigurationFileIsRefusedAndLeftAsItIs() throws Exception {
    try (RedisServer redis = RedisServer.start(folder, null)) {
      Outcome outcome = setup(Map.of("REDIS_URL", "redis://" + redis.address()));

      refused(outcome, redis.address(), "without a configuration file", "nothing was changed");
      assertEquals("appendonly\nno\n", redis.cli("CONFIG", "GET", "appendonly"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rename-command CONFIG \"\" | REDIS | unknown command",
        "rename-command CONFIG admin | REDIS | unknown command",
        "user fred on >secret ~* +@all -config | fred:secret@ | NOPERM",
      })
  void aRedisThatDoesNotAllowConfigIsRefusedWithWhatToDo(String line, String user, String reason)
      throws Exception {
    try (ConfiguredRedis redis = ConfiguredRedis.start(folder, line)) {
      String who = user.equals("REDIS") ? "" : user;
      Outcome outcome =
          setup(Map.of("REDIS_URL", redis.url().replace("redis://", "redis://" + who)));

      refused(outcome, "CONFIG", reason, "appendonly yes", "nothing was changed");
    }
  }

  @Test
  void aUserWhoMayReadButNotSetChangesNothing() throws Exception {
    try (ConfiguredRedis redis =
        ConfiguredRedis.start(folder, "user fred on >secret ~* +@all -config +config|get")) {
      Outcome outcome =
          setup(Map.of("REDIS_URL", redis.url().replace("redis://", "redis://fred:secret@")));

      refused(outcome, "NOPERM", "nothing was changed");
      assertEquals("appendonly\nno", redis.cli("CONFIG", "GET", "appendonly"));
    }
  }

  @Test
  void aReplicaIsRefusedWithTheNameOfItsMaster() throws Exception {
    try (ConfiguredRedis master = ConfiguredRedis.start(folder.resolve("master"));
        ConfiguredRedis replica =
            ConfiguredRedis.start(
                folder.resolve("replica"), "replicaof 127.0.0.1 " + master.port())) {
      await().until(() -> replica.cli("INFO", "replication").contains("master_link_status:up"));

      refused(setup(replica), "replica of 127.0.0.1:" + master.port());
      Outcome ofMaster = setup(master);
      assertEquals(0, ofMaster.exitCode(), ofMaster.toString());
      assertTrue(ofMaster.out().contains("1 replicas are connected"), ofMaster.out());
    }
  }

  @Test
  void aConfigurationFileThatCannotBeWrittenIsRefusedBeforeAnythingIsChanged() throws Exception {
    try (ConfiguredRedis redis = ConfiguredRedis.start(folder.resolve("a"), folder.resolve("b"))) {
      Files.move(folder.resolve("a"), folder.resolve("gone"));

      refused(setup(redis), redis.config().toString(), "nothing was changed");
      assertEquals("appendonly\nno", redis.cli("CONFIG", "GET", "appendonly"));
    }
  }

  @Test
  void anAppendOnlyFileThatCannotBeWrittenIsTakenBack() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, "256k")) {
      try (ConfiguredRedis redis =
          ConfiguredRedis.start(folder.resolve("conf"), disk.path(), "rdbcompression no")) {
        redis.cli("SET", "msgID_1", "x".repeat(100_000));
        Files.write(disk.path().resolve("others"), new byte[200 * 1024]);

        Outcome outcome = setup(redis);

        refused(outcome, "append-only file", "configuration file was not changed");
        assertEquals("appendonly\nno", redis.cli("CONFIG", "GET", "appendonly"));
        assertFalse(
            Files.readString(redis.config()).lines().anyMatch("appendonly yes"::equals),
            "the next start would be an empty one");
      }
    }
  }

  @Test
  void eachNodeOfAClusterIsPrepared() throws Exception {
    try (ConfiguredRedis node =
        ConfiguredRedis.start(folder, "cluster-enabled yes", "cluster-config-file nodes.conf")) {
      node.cli("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
      await().until(() -> node.cli("CLUSTER", "INFO").contains("cluster_state:ok"));
      node.cli("SET", "msgID_1", "{}");

      Outcome outcome = setup(Map.of("REDIS_URL", "redis-cluster://127.0.0.1:" + node.port()));

      assertEquals(0, outcome.exitCode(), outcome.toString());
      node.kill();
      node.start();
      assertEquals("1", node.cli("DBSIZE"));
    }
  }

  @Test
  void whatIsNoRedisIsNamedWithItsSetting() {
    refused(setup(Map.of("REDIS_URL", "redis://127.0.0.1:1")), "127.0.0.1:1", "redis.url");
    refused(setup(Map.of("REDIS_URL", "embedded")), "redis.url", "needs no preparation");
    assertEquals(2, setup(Map.of(), "-appendfsync", "no").exitCode());
  }
}
