package io.github.pmtatracking.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DeadLetterCommandIT {
  @TempDir private Path folder;
  private EmbeddedRedis server;
  private RedisConnections redis;
  private Path config;
  private Path rejects;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void setThreeAside() throws Exception {
    server = EmbeddedRedis.start(folder.resolve("redis"));
    rejects = folder.resolve("rejects.jsonl");
    config = folder.resolve("test.properties");
    Files.writeString(
        config, "redis.url=" + server.url() + "\naccounting.rejects.file=" + rejects + "\n");
    redis =
        new RedisConnections(
            Settings.load(null, Map.of(), Map.of()).with("redis.url", server.url()));
    Instant now = Instant.now();
    new DeadLetters(redis.queue(), "trk_queue", Duration.ofSeconds(5))
        .add(
            List.of(
                new DeadLetter("1", now, DeadLetter.REFUSED, "400 Bad", "one".getBytes(UTF_8)),
                new DeadLetter(
                    "2",
                    now.minus(Duration.ofHours(2)),
                    DeadLetter.EXPIRED,
                    "old",
                    "two".getBytes(UTF_8))));
    Files.writeString(
        rejects,
        "{\"time\":\""
            + now
            + "\",\"reason\":\"no message id\",\"source\":\"stdin\",\"line\":7,"
            + "\"headings\":\"type,rcpt\",\"entry\":\"d,a@example.com\"}\n");
  }

  @AfterEach
  void stop() {
    redis.close();
    server.close();
  }

  @Test
  void listShowsEventsAndAccountingLines() {
    assertEquals(0, run("list"));
    assertTrue(out.toString().contains("400 Bad"), out.toString());
    assertTrue(out.toString().contains("no message id"), out.toString());
    assertTrue(out.toString().contains("3 dead letters"), out.toString());
  }

  @Test
  void aRelativeRejectsFileLiesInTheInstallationWhereAcctEtlPutsIt() throws Exception {
    Files.writeString(
        config, "redis.url=" + server.url() + "\naccounting.rejects.file=rejects.jsonl\n");
    System.setProperty("pmta.home", folder.toString());
    try {
      assertEquals(0, run("list"));
    } finally {
      System.clearProperty("pmta.home");
    }
    assertTrue(out.toString().contains("no message id"), out.toString());
  }

  @Test
  void listCanBeLimitedByReasonAndTime() {
    assertEquals(0, run("list", "--reason", "expired"));
    assertTrue(out.toString().contains("1 dead letters"), out.toString());
    assertEquals(0, run("list", "-since", "1h"));
    assertTrue(out.toString().contains("2 dead letters"), out.toString());
  }

  @Test
  void showPrintsTheEntry() {
    assertEquals(0, run("show", "1"));
    assertTrue(out.toString().contains("entry   one"), out.toString());
    assertEquals(1, run("show", "12345"));
  }

  @Test
  void replayQueuesTheEntryAsItWas() throws Exception {
    assertEquals(0, run("replay", "1"));

    List<byte[]> queue = redis.queue().get().lrange("trk_queue".getBytes(UTF_8), 0, -1).get();
    assertEquals("one", new String(queue.get(0), UTF_8));
    assertEquals(1, queue.size());
    assertEquals(1, redis.queue().get().llen("{trk_queue}:dead".getBytes(UTF_8)).get());
    assertEquals(1, Files.readAllLines(rejects).size());
  }

  @Test
  void dropAllLeavesNothing() throws Exception {
    assertEquals(0, run("drop", "--all"));

    assertEquals(0, redis.queue().get().dbsize().get());
    assertTrue(!Files.exists(rejects) || Files.readAllLines(rejects).isEmpty());
    assertTrue(out.toString().contains("2 events and 1 accounting lines dropped"), out.toString());
  }

  @Test
  void replayAndDropWantToBeToldWhich() {
    assertEquals(2, run("replay"));
    assertEquals(2, run("drop", "-all", "1"));
    assertEquals(2, run("list", "-since", "yesterday"));
  }

  @Test
  void aRedisThatIsAwayIsNamed() {
    server.kill();
    assertEquals(1, run("list"));
    assertTrue(err.toString().contains(server.url()), err.toString());
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "-config";
    all[arguments.length + 1] = config.toString();
    return new CommandLine(new DeadLetterCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }
}
