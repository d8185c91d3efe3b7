package io.github.pmtatracking.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.Installation.Outcome;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that are started anywhere, as PowerMTA, cron and systemd do: what settings name by a
 * relative path lies in the installation, what arguments name lies where they are typed. And what
 * acct_etl rejects is loaded by a replay.
 */
class AnyFolderIT {
  private static final String SAVED = "{\"header_x-sp-message-id\":2,\"rcpt\":1,\"type\":0}";
  private static final String HEADING = "type,rcpt,header_x-sp-message-id\r\n";

  @TempDir private Path folder;
  private Path home;
  private Path anywhere;
  private EmbeddedRedis redis;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void install() throws Exception {
    redis = EmbeddedRedis.start(folder.resolve("redis"));
    home = folder.resolve("installation");
    environment.putAll(Installation.at(home));
    environment.put("REDIS_URL", redis.url());
    anywhere = Files.createDirectories(folder.resolve("anywhere"));
  }

  @AfterEach
  void stop() throws Exception {
    redis.close();
    // so that the temporary folder holds nothing from outside
    Files.delete(home.resolve("lib"));
  }

  @Test
  void spoolsAndRejectsLieInTheInstallationAndAFileToLoadWhereItIsTyped() throws Exception {
    Files.writeString(anywhere.resolve("acct.csv"), HEADING + "d,a@example.com,id1\r\nd,bad\r\n");

    Outcome loaded = run("acct_etl", "acct.csv");
    assertEquals(0, loaded.exitCode(), loaded.toString());
    assertTrue(Files.exists(home.resolve("rejects/accounting.jsonl")));
    assertTrue(Files.isDirectory(home.resolve("spool/accounting")));

    Outcome listed = run("deadletter", "list");
    assertTrue(listed.out().contains("2 fields under 3 headings"), listed.toString());

    Process tracker = command("tracker", "-in_hostport", "127.0.0.1:0").start();
    try {
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> Files.isDirectory(home.resolve("spool/tracker")));
    } finally {
      tracker.destroyForcibly().waitFor();
    }
    try (Stream<Path> left = Files.list(anywhere)) {
      assertEquals(List.of(anywhere.resolve("acct.csv")), left.toList());
    }
  }

  @Test
  void whatAcctEtlRejectedIsLoadedByAReplayOnceTheCauseIsGone() throws Exception {
    // its folder cannot be made, so there is no spool
    environment.put(
        "ACCOUNTING_SPOOL_FOLDER", Files.createFile(folder.resolve("no-folder")) + "/spool");
    redis.kill();
    Outcome piped =
        Installation.run(
            command("acct_etl"),
            "d,first@example.com,id1\r\n"
                + HEADING
                + "d,second@example.com,id2\r\nd,third\r\nd,fourth@example.com,id4\r\n");
    redis.start();
    assertTrue(piped.out().contains("no heading line was seen"), piped.out());
    assertEquals(0, piped.exitCode(), piped.toString());
    assertEquals(4, rejected(), piped.toString());
    ask(redis -> redis.set(bytes("acct_headers"), bytes(SAVED)));

    Outcome replayed = run("deadletter", "replay", "-all");

    assertEquals(0, replayed.exitCode(), replayed.toString());
    assertTrue(replayed.out().contains("4 accounting lines loaded again"), replayed.out());
    long keys = ask(redis -> redis.dbsize());
    assertEquals(4, keys, "the headings and all but the third");
    assertEquals(1, rejected(), "the third is still bad");
  }

  private <T> T ask(Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> question)
      throws Exception {
    try (RedisConnections connections =
        new RedisConnections(
            Settings.load(null, Map.of(), Map.of()).with("redis.url", redis.url()))) {
      return question.apply(connections.queue().get()).get();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private long rejected() throws Exception {
    Path rejects = home.resolve("rejects/accounting.jsonl");
    return Files.exists(rejects) ? Files.readAllLines(rejects).size() : 0;
  }

  private Outcome run(String... line) {
    return Installation.run(command(line), "");
  }

  private ProcessBuilder command(String... line) {
    return Installation.command(environment, line).directory(anywhere.toFile());
  }
}
