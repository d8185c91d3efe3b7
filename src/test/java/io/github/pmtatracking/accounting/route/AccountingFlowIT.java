package io.github.pmtatracking.accounting.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.testing.RunningFlow;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The accounting route on a real Redis that comes, goes and stalls; PowerMTA is a named pipe. */
class AccountingFlowIT {
  private static final String HEADING =
      "type,rcpt,header_x-sp-message-id,header_x-sp-subaccount-id\r\n";
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;
  private EmbeddedRedis redis;
  private Path pipe;

  @RegisterExtension private final RunningFlow flow = new RunningFlow();

  @BeforeEach
  void start() throws Exception {
    redis = EmbeddedRedis.start(folder.resolve("redis"), "--appendonly", "yes");
    pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
  }

  @AfterEach
  void stop() {
    flow.stop();
    redis.close();
  }

  @Test
  void recordsAreInRedisWithTheirExpiryBeforeTheNextArrives() throws Exception {
    startFlow(Map.of());
    try (OutputStream powerMta = Files.newOutputStream(pipe)) {
      write(powerMta, HEADING);
      write(powerMta, "d,a@b,id1,0\r\n");
      await().until(() -> count() == 1);
      write(powerMta, "d,\"c,\"\"d\"\"@é\",id2,7\r\nb,x@y,id3,0\r\nodd line\r\n");
      await().until(() -> count() == 2);
    }
    assertEquals(
        "{\"header_x-sp-subaccount-id\":\"7\",\"rcpt\":\"c,\\\"d\\\"@é\"}",
        redis(commands -> commands.get("msgID_id2")));
    assertTrue(redisLong(commands -> commands.ttl("msgID_id1")) > 863_000);
    await()
        .until(
            () ->
                "{\"header_x-sp-message-id\":2,\"header_x-sp-subaccount-id\":3,\"rcpt\":1,\"type\":0}"
                    .equals(redis(commands -> commands.get("acct_headers"))));
    assertEquals(-1, redisLong(commands -> commands.ttl("acct_headers")));
  }

  @Test
  void whileRedisIsDownAtStartReadingGoesOnAndNothingIsLost() throws Exception {
    redis.kill();
    startFlow(Map.of());
    try (OutputStream powerMta = Files.newOutputStream(pipe)) {
      write(powerMta, HEADING);
      // More than a pipe holds: written to the end only because somebody reads.
      writeRecords(powerMta, "down", 20_000);
      redis.start();
      await().atMost(LONG).until(() -> count() == 20_000);
      await().atMost(LONG).until(() -> redis(commands -> commands.get("acct_headers")) != null);
      writeRecords(powerMta, "up", 10);
      await().until(() -> count() == 20_010);
    }
  }

  @Test
  void aRedisThatIsKilledUnderLoadAndRestartedHasEverythingAfterwards() throws Exception {
    redis.close();
    redis =
        EmbeddedRedis.start(
            folder.resolve("durable"), "--appendonly", "yes", "--appendfsync", "always");
    startFlow(Map.of());
    try (OutputStream powerMta = Files.newOutputStream(pipe)) {
      write(powerMta, HEADING);
      writeRecords(powerMta, "before", 3_000);
      await().until(() -> count() > 0);
      redis.kill();
      writeRecords(powerMta, "during", 3_000);
      redis.start();
      writeRecords(powerMta, "after", 3_000);
      await().atMost(LONG).until(() -> count() == 9_000);
    }
  }

  @Test
  void aStalledRedisDoesNotHoldThePipe() throws Exception {
    startFlow(Map.of("accounting.redis-timeout", "200ms"));
    try (OutputStream powerMta = Files.newOutputStream(pipe)) {
      write(powerMta, HEADING);
      writeRecords(powerMta, "before", 10);
      await().until(() -> count() == 10);
      signal("STOP");
      writeRecords(powerMta, "stalled", 20_000);
      signal("CONT");
      await().atMost(LONG).until(() -> count() == 20_010);
    }
  }

  @Test
  void aRedisThatIsFullRefusesAndTakesEverythingLater() throws Exception {
    redisText(commands -> commands.configSet("maxmemory", "1"));
    startFlow(Map.of());
    try (OutputStream powerMta = Files.newOutputStream(pipe)) {
      write(powerMta, HEADING);
      writeRecords(powerMta, "full", 2_000);
      await().until(() -> spoolHoldsSegments());
      assertEquals(0, count());
      redisText(commands -> commands.configSet("maxmemory", "0"));
      await().atMost(LONG).until(() -> count() == 2_000);
    }
  }

  @Test
  void whatIsInTheSpoolWhenTheProcessEndsIsLoadedByTheNext() throws Exception {
    redis.kill();
    startFlow(Map.of());
    try (OutputStream powerMta = Files.newOutputStream(pipe)) {
      write(powerMta, HEADING);
      writeRecords(powerMta, "left", 5_000);
      flow.stop();
    }
    assertTrue(spoolHoldsSegments());
    redis.start();
    startFlow(Map.of());
    try (OutputStream powerMta = Files.newOutputStream(pipe)) {
      await().atMost(LONG).until(() -> count() == 5_000);
      await().until(() -> !spoolHoldsSegments());
      powerMta.flush();
    }
  }

  @Test
  void onlyAFullSpoolHoldsThePipeAndItIsLetGoWhenRedisIsBack() throws Exception {
    redis.kill();
    startFlow(Map.of("accounting.spool.max-bytes", "64KiB"));
    Thread powerMta =
        new Thread(
            () -> {
              try (OutputStream out = Files.newOutputStream(pipe)) {
                write(out, HEADING);
                writeRecords(out, "many", 20_000);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    powerMta.start();
    await().until(() -> powerMta.getState() == Thread.State.RUNNABLE && spoolHoldsSegments());
    await().pollDelay(Duration.ofMillis(500)).until(powerMta::isAlive);
    redis.start();
    await().atMost(LONG).until(() -> count() == 20_000);
    powerMta.join();
  }

  @Test
  void stoppingKeepsEverythingThatWasWrittenIntoThePipe() throws Exception {
    startFlow(Map.of());
    try (OutputStream powerMta = Files.newOutputStream(pipe)) {
      write(powerMta, HEADING);
      writeRecords(powerMta, "sent", 30_000);
      flow.stop();
    }
    assertEquals(30_000, count());
  }

  @Test
  void linesWithoutHeadingsAreReadWithTheSavedOnes() throws Exception {
    redisText(
        commands ->
            commands.set("acct_headers", "{\"header_x-sp-message-id\":1,\"type\":0,\"rcpt\":2}"));
    startFlow(Map.of());
    try (OutputStream powerMta = Files.newOutputStream(pipe)) {
      write(powerMta, "d,id1,a@b\n");
      await().until(() -> count() == 1);
    }
    assertEquals("{\"rcpt\":\"a@b\"}", redis(commands -> commands.get("msgID_id1")));
  }

  private void startFlow(Map<String, String> changes) {
    flow.with("redis.url", redis.url())
        .with("accounting.files", pipe.toString())
        .with("accounting.log", "summary")
        .with("accounting.spool.folder", folder.resolve("spool").toString())
        .with("accounting.rejects.file", folder.resolve("rejects").toString());
    changes.forEach(flow::with);
    flow.start(new AccountingFlow());
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
  }

  private static void writeRecords(OutputStream out, String prefix, int count) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines
          .append("d,user")
          .append(i)
          .append("@example.com,")
          .append(prefix)
          .append(i)
          .append(",0\r\n");
    }
    write(out, lines.toString());
  }

  private boolean spoolHoldsSegments() throws IOException {
    Path own = folder.resolve("spool/0");
    if (!Files.isDirectory(own)) {
      return false;
    }
    try (var files = Files.list(own)) {
      return files.anyMatch(file -> file.toString().endsWith(".segment"));
    }
  }

  private void signal(String name) throws Exception {
    String pid = Long.toString(redis.pid());
    assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).start().waitFor());
  }

  /** How many messages Redis knows. */
  private long count() {
    return redisLong(commands -> commands.keys("msgID_*").size());
  }

  private interface Question {
    String ask(RedisCommands<String, String> commands);
  }

  private String redis(Question question) {
    RedisClient client = RedisClient.create(redis.url());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return question.ask(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  private void redisText(Question question) {
    assertEquals("OK", redis(question));
  }

  private long redisLong(ToLongFunction<RedisCommands<String, String>> question) {
    return Long.parseLong(redis(commands -> Long.toString(question.applyAsLong(commands))));
  }
}
