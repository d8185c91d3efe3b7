package io.github.pmtatracking.command;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.Installation.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
  void stop() {
    redis.close();
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
    Outcome withoutHeadings = pipe("d,first@example.com,id1\r\n");
    redis.kill();
    Outcome withoutRedis =
        pipe(HEADING + "d,second@example.com,id2\r\nd,third\r\nd,fourth@example.com,id4\r\n");
    redis.start();
    assertTrue(withoutHeadings.out().contains("no heading line was seen"), withoutHeadings.out());
    assertEquals(0, withoutRedis.exitCode(), withoutRedis.toString());
    assertEquals(4, rejected(), withoutRedis.toString());
    assertEquals(0, pipe(HEADING + "d,fifth@example.com,id5\r\n").exitCode());
    assertEquals(2, loaded(), "the headings and the fifth");

    Outcome replayed = run("deadletter", "replay", "-all");

    assertEquals(0, replayed.exitCode(), replayed.toString());
    assertTrue(replayed.out().contains("4 accounting lines read again"), replayed.out());
    assertEquals(5, loaded(), replayed.out());
    assertEquals(1, rejected(), "the third is still bad");
    Outcome dropped = run("deadletter", "drop", "-reason", "2 fields");
    assertTrue(dropped.out().contains("1 accounting lines dropped"), dropped.toString());
    assertEquals(0, rejected());
  }

  private long loaded() throws Exception {
    try (RedisConnections connections =
        new RedisConnections(
            Settings.load(null, Map.of(), Map.of()).with("redis.url", redis.url()))) {
      return connections.queue().get().dbsize().get();
    }
  }

  private long rejected() throws Exception {
    Path rejects = home.resolve("rejects/accounting.jsonl");
    return Files.exists(rejects) ? Files.readAllLines(rejects).size() : 0;
  }

  private Outcome pipe(String lines) {
    return Installation.run(command("acct_etl"), lines);
  }

  private Outcome run(String... line) {
    return Installation.run(command(line), "");
  }

  private ProcessBuilder command(String... line) {
    return Installation.command(environment, line).directory(anywhere.toFile());
  }
}
