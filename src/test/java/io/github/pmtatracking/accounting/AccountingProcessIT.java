package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** acct_etl as a real process: a pipe, files, signals, exit codes and what it says. */
class AccountingProcessIT {
  private static final String HEADING = "type,rcpt,header_x-sp-message-id\n";

  @TempDir Path folder;

  @Test
  void aPipeThatEndsEndsTheProcessWithZeroAndTheOriginalsLines() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"))) {
      Process process = start(redis.url(), Map.of());
      write(process, HEADING + "d,a@b,id1\nd,c@d,id2\n");
      process.getOutputStream().close();
      assertEquals(0, exitCode(process));
      List<String> lines = log();
      assertLine(lines, "PowerMTA accounting headers: [type rcpt header_x-sp-message-id]");
      assertLine(lines, "Loaded msgID_id1 -> {\"rcpt\":\"a@b\"} into Redis");
      assertLine(
          lines,
          "Loaded acct_headers -> {\"header_x-sp-message-id\":2,\"rcpt\":1,\"type\":0} into Redis");
      assertLine(lines, "End of accounting: 2 delivery records loaded, 0 lines rejected");
    }
  }

  @Test
  void sigtermKeepsWhatWasReadAndEndsWithZero() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"))) {
      Process process = start(redis.url(), Map.of("ACCOUNTING_LOG", "summary"));
      StringBuilder records = new StringBuilder(HEADING);
      for (int i = 0; i < 2_000; i++) {
        records.append("d,a@b,id").append(i).append('\n');
      }
      write(process, records + "d,torn@b,to");
      // Signals are listened to before the routes start, so that this is no race.
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> log().stream().anyMatch(line -> line.contains("accounting headers")));
      // Process.destroy would close the pipe as well, and its end might be seen before the signal
      process.toHandle().destroy();
      assertEquals(0, exitCode(process));
      assertLine(log(), "End of accounting: 2000 delivery records loaded, 1 lines rejected");
      assertTrue(
          Files.readString(folder.resolve("home/rejects/accounting.jsonl")).contains("torn@b"));
    }
  }

  @Test
  void withRedisAwayTheEndOfInputLeavesAllInTheSpoolAndTheNextStartLoadsIt() throws Exception {
    EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
    try {
      redis.kill();
      Process first = start(redis.url(), Map.of());
      write(first, HEADING + "d,a@b,id1\nd,c@d,id2\n");
      first.getOutputStream().close();
      assertEquals(0, exitCode(first));
      assertTrue(
          log().stream().anyMatch(line -> line.contains("loaded by the next start")),
          log()::toString);

      redis.start();
      Process second = start(redis.url(), Map.of());
      write(second, HEADING);
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> log().stream().anyMatch(line -> line.contains("Loaded msgID_id2")));
      second.getOutputStream().close();
      assertEquals(0, exitCode(second));
    } finally {
      redis.close();
    }
  }

  @Test
  void powerMtasOwnFilesAreBackFilledWithASummary() throws Exception {
    Path plain = folder.resolve("acct-1.csv");
    String now = Instant.now().toString().substring(0, 19).replace('T', ' ') + "+0000";
    Files.writeString(
        plain,
        "type,timeLogged,timeQueued,orig,rcpt,dsnDiag,header_x-sp-message-id\r\n"
            + "d,"
            + now
            + ","
            + now
            + ",me@x,a@b,\"smtp;250 ok\r\nqueued, as \"\"7\"\"\",id1\r\n"
            + "b,"
            + now
            + ","
            + now
            + ",me@x,c@d,smtp;550 no,id2\r\n"
            + "d,2020-01-01 00:00:00+0000,,me@x,e@f,,id3\r\n"
            + "r,"
            + now
            + ",,me@x,g@h,,id4\r\n"
            + "d,"
            + now
            + "\r\n");
    Path gzipped = folder.resolve("acct-2.csv.gz");
    Files.write(gzipped, gzip("type,header_x-sp-message-id\nd,id5\n"));
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"))) {
      Process process = start(redis.url(), Map.of("ACCOUNTING_FILES", plain + "\n" + gzipped));
      assertEquals(0, exitCode(process));
      assertLine(
          log(),
          "End of accounting: 2 delivery records loaded, 1 of type b skipped, 1 of type r skipped,"
              + " 1 too old, 1 lines rejected");
    }
  }

  @Test
  void aFileThatIsNotWholeIsReadAsFarAsItGoesAndEndsWithOne() throws Exception {
    byte[] whole = gzip(HEADING + "d,a@b,id\n".repeat(2_000));
    Path broken =
        Files.write(folder.resolve("acct.csv.gz"), Arrays.copyOf(whole, whole.length - 10));
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"))) {
      Process process =
          start(
              redis.url(),
              Map.of("ACCOUNTING_FILES", broken.toString(), "ACCOUNTING_LOG", "summary"));
      assertEquals(1, exitCode(process));
      assertTrue(log().stream().anyMatch(line -> line.contains("cannot be read to its end")));
    }
  }

  private Process start(String redisUrl, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dpmta.home=" + folder.resolve("home"),
                "-cp",
                System.getProperty("java.class.path"),
                AccountingProcess.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    builder.environment().put("REDIS_URL", redisUrl);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static void write(Process process, String text) throws IOException {
    OutputStream pipe = process.getOutputStream();
    pipe.write(text.getBytes(UTF_8));
    pipe.flush();
  }

  private static int exitCode(Process process) throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("acct_etl did not end");
    }
    return process.exitValue();
  }

  private List<String> log() throws IOException {
    return Files.exists(folder.resolve("log"))
        ? Files.readAllLines(folder.resolve("log"))
        : List.of();
  }

  private static void assertLine(List<String> lines, String wanted) {
    assertTrue(
        lines.stream().anyMatch(line -> line.endsWith(" " + wanted)),
        () -> "no line ends with: " + wanted + "\n" + String.join("\n", lines));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
