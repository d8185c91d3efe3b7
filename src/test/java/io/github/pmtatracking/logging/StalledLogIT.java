package io.github.pmtatracking.logging;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.demo.ChildJvm;
import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.NeedsMount;
import io.github.pmtatracking.testing.SmallDisk;
import io.github.pmtatracking.tracker.RawHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes whose log goes nowhere: a pipe that nobody reads, a disk that is full. */
class StalledLogIT {
  /** More than the log's queue and the pipe take. */
  private static final int MANY = 20_000;

  private static final String LOST = "Log lines lost: ";

  @TempDir private Path folder;
  private EmbeddedRedis redis;

  @BeforeEach
  void start() throws Exception {
    redis = EmbeddedRedis.start(folder.resolve("redis"));
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void theTrackerAnswersWhileNobodyReadsItsLogAndThenTellsWhatWasDropped() throws Exception {
    int port = FreePort.find();
    try (RandomAccessFile pipe = unreadPipe();
        ChildJvm tracker = ChildJvm.start(environment(port), pipePath(), "tracker")) {
      awaitListening(tracker, port);

      click(port, MANY);

      assertTrue(tracker.process().isAlive());
      String line = readUntil(pipe, LOST);
      assertTrue(line.contains("Warning: ") && line.contains("standard output"), line);
      click(port, 1);
    }
  }

  @Test
  void acctEtlLoadsAndEndsWhileNobodyReadsItsLog() throws Exception {
    try (RandomAccessFile pipe = unreadPipe();
        ChildJvm accounting = ChildJvm.start(environment(0), pipePath(), "acct_etl");
        RedisConnections connections =
            new RedisConnections(
                Settings.load(null, Map.of(), Map.of()).with("redis.url", redis.url()))) {
      OutputStream input = accounting.process().getOutputStream();
      StringBuilder records = new StringBuilder("type,rcpt,header_x-sp-message-id\n");
      for (int i = 0; i < MANY; i++) {
        records.append("d,reader@example.com,id").append(i).append('\n');
      }
      input.write(records.toString().getBytes(US_ASCII));
      input.flush();

      // each with its record, and the headings
      await().atMost(60, SECONDS).until(() -> dbsize(connections) == MANY + 1);

      input.close();
      assertTrue(accounting.process().waitFor(30, SECONDS), "does not end");
      assertEquals(0, accounting.process().exitValue());
      assertTrue(pipe.getFD().valid());
    }
  }

  @NeedsMount
  @Test
  void aLogFileOnAFullDiskStopsNothingAndIsToldOnStandardError() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, "64k")) {
      Path others = disk.path().resolve("others");
      Path log = disk.path().resolve("tracker.log");
      Path said = folder.resolve("said");
      int port = FreePort.find();
      try (ChildJvm tracker =
          ChildJvm.start(environment(port), said, "tracker", "-logfile", log.toString())) {
        awaitListening(tracker, port);
        Files.write(others, new byte[48 * 1024]);

        click(port, 500);

        await().atMost(60, SECONDS).until(() -> tracker.output().contains("No space left"));
        assertTrue(tracker.output().contains("tracker.log"), tracker.output());
        assertEquals(1, tracker.output().split("No space left", -1).length - 1, tracker.output());

        Files.delete(others);
        await()
            .atMost(60, SECONDS)
            .until(
                () -> {
                  click(port, 1);
                  return Files.readString(log).contains(LOST);
                });
      }
    }
  }

  /** Its other end; open for both, so that a writer finds a reader who does not read. */
  private RandomAccessFile unreadPipe() throws Exception {
    assertEquals(0, run("mkfifo", pipePath().toString()));
    return new RandomAccessFile(pipePath().toFile(), "rw");
  }

  private Path pipePath() {
    return folder.resolve("pipe");
  }

  private static String readUntil(RandomAccessFile pipe, String wanted) throws IOException {
    for (String line = pipe.readLine(); line != null; line = pipe.readLine()) {
      if (line.contains(wanted)) {
        return line;
      }
    }
    throw new IOException("the pipe ended");
  }

  private Map<String, String> environment(int port) {
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_URL", redis.url());
    environment.put("MANAGEMENT_HOSTPORT", "off");
    environment.put("TRACKER_IN_HOSTPORT", "127.0.0.1:" + port);
    environment.put("TRACKER_SPOOL_FOLDER", folder.resolve("spool").toString());
    environment.put("ACCOUNTING_SPOOL_FOLDER", folder.resolve("accounting").toString());
    environment.put("ACCOUNTING_REJECTS_FILE", folder.resolve("rejects").toString());
    return environment;
  }

  private static void click(int port, int times) throws IOException {
    TrackingLink link =
        new TrackingLink(Action.CLICK, "http://example.com/", "0000m", "a@b", null, false);
    String base = "http://t";
    String path = new TrackingUrl(base).encode(link).substring(base.length());
    try (RawHttp http = new RawHttp(port)) {
      for (int i = 0; i < times; i++) {
        assertEquals(302, http.get(path).reply().status());
      }
    }
  }

  private static long dbsize(RedisConnections connections) throws Exception {
    return connections.queue().get().dbsize().get();
  }

  private static void awaitListening(ChildJvm tracker, int port) {
    await()
        .atMost(60, SECONDS)
        .ignoreExceptionsMatching(IOException.class::isInstance)
        .until(
            () -> {
              assertTrue(tracker.process().isAlive());
              new RawHttp(port).close();
              return true;
            });
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
