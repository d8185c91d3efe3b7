package io.github.pmtatracking.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.Installation.Outcome;
import io.github.pmtatracking.testing.RunningProgram;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log of real processes: reopened by SIGHUP, bounded in lines and files, never in the way. */
class LogFileIT {
  @RegisterExtension private static final FreshRedis REDIS = new FreshRedis();

  private static final String HEADINGS = "type,rcpt,header_x-sp-message-id\n";
  private static final Pattern LOADED = Pattern.compile("Loaded msgID_id(\\d+) ");

  @TempDir private Path folder;

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_URL", REDIS.server().url());
    environment.put("TRACKER_IN_HOSTPORT", "127.0.0.1:0");
    environment.put("WRAPPER_IN_HOSTPORT", "127.0.0.1:0");
    environment.put("SPARKPOST_API_KEY_INGEST", "key");
    environment.put("SPARKPOST_HOST_INGEST", "http://127.0.0.1:1");
    for (String key :
        List.of("TRACKER_SPOOL_FOLDER", "ACCOUNTING_SPOOL_FOLDER", "ACCOUNTING_REJECTS_FILE")) {
      environment.put(key, folder.resolve(key).toString());
    }
    return environment;
  }

  private static String records(int first, int count) {
    StringBuilder records = new StringBuilder();
    for (int i = first; i < first + count; i++) {
      records.append("d,reader@example.com,id").append(i).append('\n');
    }
    return records.toString();
  }

  /** The records that the log files of the folder name, compressed ones too. */
  private TreeSet<Integer> loaded() throws Exception {
    TreeSet<Integer> loaded = new TreeSet<>();
    for (Path file : logFiles()) {
      LOADED.matcher(text(file)).results().forEach(m -> loaded.add(Integer.valueOf(m.group(1))));
    }
    return loaded;
  }

  private List<Path> logFiles() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().contains("acct.log")).toList();
    }
  }

  private static String text(Path file) throws Exception {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tracker", "feeder", "wrapper", "acct_etl", "run tracker feeder"})
  void sighupReopensTheLogAndEndsNothing(String name) throws Exception {
    Path log = folder.resolve("my.log");
    Path old = folder.resolve("my.log.old");
    Map<String, String> environment = environment();
    try (FakeUpstream upstream = FakeUpstream.start()) {
      environment.put("WRAPPER_OUT_HOSTPORT", "127.0.0.1:" + upstream.port());
      String[] words = (name.startsWith("run") ? "pmta-tracking " + name : name).split(" ");
      String[] line = Arrays.copyOf(words, words.length + 2);
      line[words.length] = "-logfile";
      line[words.length + 1] = log.toString();
      try (RunningProgram program =
          RunningProgram.start(environment, folder.resolve("said"), line)) {
        program.awaitText(log, "Starting");
        Files.move(log, old);

        program.signal("HUP");

        program.awaitText(log, "Log file reopened");
        assertTrue(program.process().isAlive());
        assertTrue(Files.readString(old).contains("Starting"));
        program.signal("TERM");
        assertEquals(0, program.exitCode());
      }
    }
  }

  @Test
  void withoutALogFileSighupDoesNothing() throws Exception {
    try (RunningProgram program =
        RunningProgram.start(environment(), folder.resolve("said"), "acct_etl")) {
      OutputStream pipe = program.process().getOutputStream();
      pipe.write((HEADINGS + records(0, 1)).getBytes(UTF_8));
      pipe.flush();
      program.awaitOutput("Loaded msgID_id0 ");

      program.signal("HUP");

      pipe.write(records(1, 1).getBytes(UTF_8));
      pipe.flush();
      program.awaitOutput("Loaded msgID_id1 ");
      pipe.close();
      assertEquals(0, program.exitCode());
    }
  }

  @Test
  void noLineIsLostWhileTheLogIsRenamedAndReopened() throws Exception {
    int rounds = 5;
    int each = 2_000;
    Path log = folder.resolve("acct.log");
    try (RunningProgram program =
        RunningProgram.start(
            environment(), folder.resolve("said"), "acct_etl", "-logfile", log.toString())) {
      OutputStream pipe = program.process().getOutputStream();
      pipe.write(HEADINGS.getBytes(UTF_8));
      for (int round = 0; round < rounds; round++) {
        pipe.write(records(round * each, each).getBytes(UTF_8));
        pipe.flush();
        program.awaitText(log, "");
        Files.move(log, folder.resolve("acct.log." + round));
        program.signal("HUP");
        await().atMost(60, SECONDS).until(() -> Files.exists(log));
      }
      pipe.close();
      assertEquals(0, program.exitCode(), program.output());
    }
    assertEquals(rounds * each, loaded().size());
    assertTrue(logFiles().size() > rounds, logFiles().toString());
  }

  @Test
  void aFolderThatIsGoneAtSighupCostsNeitherLogNorProcess() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Path log = logs.resolve("acct.log");
    Path moved = folder.resolve("moved");
    try (RunningProgram program =
        RunningProgram.start(
            environment(), folder.resolve("said"), "acct_etl", "-logfile", log.toString())) {
      program.awaitText(log, "Starting");
      Files.move(logs, moved);

      program.signal("HUP");

      program.awaitOutput("cannot be reopened: there is no ");
      OutputStream pipe = program.process().getOutputStream();
      pipe.write((HEADINGS + records(0, 1)).getBytes(UTF_8));
      pipe.close();
      assertEquals(0, program.exitCode(), program.output());
      assertTrue(Files.readString(moved.resolve("acct.log")).contains("Loaded msgID_id0 "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing/acct.log", "", "/dev/null/acct.log"})
  void aLogThatCannotBeOpenedDoesNotCostThePipe(String name) {
    Outcome outcome =
        Installation.run(
            Installation.command(
                environment(), "acct_etl", "-logfile", folder.resolve(name).toString()),
            HEADINGS + records(0, 1));

    assertEquals(0, outcome.exitCode(), outcome.toString());
    assertTrue(outcome.err().startsWith("Warning: log file "), outcome.err());
    assertTrue(outcome.err().contains("-logfile"), outcome.err());
    assertFalse(outcome.err().contains("Exception"), outcome.err());
    assertTrue(outcome.err().contains("Loaded msgID_id0 "), outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  void aServiceWhoseLogCannotBeOpenedDoesNotStart() {
    Outcome outcome =
        Installation.run(
            environment(), "tracker", "-logfile", folder.resolve("missing/t.log").toString());

    assertEquals(1, outcome.exitCode(), outcome.toString());
    assertTrue(
        outcome.err().contains("there is no folder " + folder.resolve("missing") + " "),
        outcome.err());
  }

  @Test
  void aFileThatHasGrownIsRotatedAndNoLineIsLost() throws Exception {
    int count = 5_000;
    Map<String, String> environment = environment();
    environment.put("LOG_MAX_SIZE", "64KiB");
    load(environment, count);

    assertEquals(count, loaded().size());
    assertTrue(logFiles().size() > 5, logFiles().toString());
    for (Path file : logFiles()) {
      // what was buffered when the size was looked at comes on top
      assertTrue(text(file).length() < 2 * 64 * 1024, file + " " + text(file).length());
    }
  }

  @Test
  void noMoreRotatedFilesAreKeptThanTheirSettingSays() throws Exception {
    Map<String, String> environment = environment();
    environment.put("LOG_MAX_SIZE", "64KiB");
    environment.put("LOG_KEEP_FILES", "3");
    load(environment, 5_000);

    await().atMost(60, SECONDS).until(() -> logFiles().size() <= 4);
    assertEquals(4_999, loaded().last(), "the newest are kept");
  }

  @Test
  void aLongLineIsCutAndSaysSo() throws Exception {
    Path log = folder.resolve("acct.log");
    String recipient = "r".repeat(20_000);
    Outcome outcome =
        Installation.run(
            Installation.command(environment(), "acct_etl", "-logfile", log.toString()),
            HEADINGS + "d," + recipient + ",id0\n");

    assertEquals(0, outcome.exitCode(), outcome.toString());
    String line =
        Files.readAllLines(log).stream().filter(l -> l.contains("msgID_id0")).findFirst().get();
    assertTrue(line.length() < 8_192 + 100, "" + line.length());
    assertTrue(line.endsWith(" characters cut)"), line.substring(line.length() - 50));
    byte[] stored = REDIS.commands().get("msgID_id0".getBytes(UTF_8)).get();
    assertTrue(new String(stored, UTF_8).contains(recipient), "only the log is cut");
  }

  private void load(Map<String, String> environment, int count) {
    Outcome outcome =
        Installation.run(
            Installation.command(
                environment, "acct_etl", "-logfile", folder.resolve("acct.log").toString()),
            HEADINGS + records(0, count));
    assertEquals(0, outcome.exitCode(), outcome.toString());
  }
}
