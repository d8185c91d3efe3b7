package io.github.pmtatracking.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.tracker.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, started under the usual umask 022, write nothing that other users can read. */
class FileModesIT {
  private static final String MAIN = "io.github.pmtatracking.PmtaTracking";
  private static final String RECORDS =
      "type,rcpt,header_x-sp-message-id\r\nd,a@example.com,0001\r\nd,no-id@example.com\r\n";

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void keepRedisAway() throws IOException {
    environment.put("REDIS_URL", "redis://127.0.0.1:" + FreePort.find());
    environment.put("MANAGEMENT_HOSTPORT", "off");
    environment.put("ACCOUNTING_SPOOL_FOLDER", folder.resolve("spool/accounting").toString());
    environment.put("ACCOUNTING_REJECTS_FILE", folder.resolve("rejects/a.jsonl").toString());
    environment.put("TRACKER_SPOOL_FOLDER", folder.resolve("spool/tracker").toString());
  }

  @Test
  void theAccountingPipeKeepsSpoolRejectsAndLogsForItsUserAndGroup() throws Exception {
    Path log = folder.resolve("acct_etl.log");
    load(Installation.bin("acct_etl").toString(), "-logfile", log.toString());

    Map<String, String> modes = modes();
    assertEquals("rw-r-----", modes.get("acct_etl.log"), modes.toString());
    assertTrue(modes.keySet().stream().anyMatch(n -> n.endsWith(".segment")), modes.toString());
    assertEquals("rw-r-----", modes.get("rejects/a.jsonl"), modes.toString());
    assertNothingForOthers(modes);
    // the spool of another user's program may lie beside it
    assertEquals("rwxr-x--x", modes.get("spool"));
    // deadletter may be another user, and must be able to lock
    assertEquals("rw-r--r--", modes.get("rejects/a.jsonl.lock"));
  }

  @Test
  void withoutTheLauncherSpoolAndRejectsAreTheSame() throws Exception {
    List<String> java = new ArrayList<>(plainJava());
    java.addAll(List.of("acct_etl", "-logfile", folder.resolve("acct_etl.log").toString()));
    load(java.toArray(String[]::new));

    Map<String, String> modes = modes();
    assertTrue(modes.keySet().stream().anyMatch(n -> n.endsWith(".segment")), modes.toString());
    assertEquals("rw-r-----", modes.get("rejects/a.jsonl"), modes.toString());
    assertNothingForOthers(modes);
  }

  private void load(String... command) throws Exception {
    Installation.Outcome outcome = Installation.run(underUmask("022", command), RECORDS);
    // a newer Java warns of native libraries where the launcher does not allow them
    List<String> told =
        outcome.err().lines().filter(line -> !line.startsWith("WARNING: ")).toList();
    assertEquals(List.of(), told.stream().filter(line -> !line.isEmpty()).toList());
    assertEquals(0, outcome.exitCode(), outcome.out());
  }

  @Test
  void trackerAndWrapperKeepSpoolAndDebugFilesForTheirUser() throws Exception {
    int http = FreePort.find();
    int smtp = FreePort.find();
    Path down = Files.writeString(folder.resolve("down.txt"), "of an older run, for all to read\n");
    Path up = folder.resolve("up.txt");
    try (FakeUpstream upstream = FakeUpstream.start()) {
      environment.put("TRACKER_IN_HOSTPORT", "127.0.0.1:" + http);
      environment.put("WRAPPER_IN_HOSTPORT", "127.0.0.1:" + smtp);
      environment.put("WRAPPER_OUT_HOSTPORT", upstream.hostPort());
      environment.put("WRAPPER_MULTIPLE_RECIPIENTS", "shared");
      environment.put("WRAPPER_DOWNSTREAM_DEBUG", down.toString());
      environment.put("WRAPPER_UPSTREAM_DATA_DEBUG", up.toString());
      List<String> command = new ArrayList<>(plainJava());
      command.addAll(List.of("run", "tracker", "wrapper"));
      Process process =
          underUmask("022", command.toArray(String[]::new))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("out").toFile())
              .start();
      try {
        click(http);
        sendMail(smtp);
        upstream.mail();
      } finally {
        process.destroy();
        assertTrue(process.waitFor(30, SECONDS), "does not end");
      }
    }
    Files.delete(folder.resolve("out"));
    Map<String, String> modes = modes();
    assertTrue(Files.readString(down).contains("MAIL FROM"), Files.readString(down));
    assertTrue(Files.size(up) > 0);
    assertEquals("rw-------", modes.get("down.txt"));
    assertEquals("rw-------", modes.get("up.txt"));
    assertTrue(modes.keySet().stream().anyMatch(n -> n.endsWith(".segment")), modes.toString());
    assertNothingForOthers(modes);
  }

  @Test
  void aDeviceAsDebugFileStaysAsItIs() throws Exception {
    String before =
        PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of("/dev/null")));
    try (FakeUpstream upstream = FakeUpstream.start()) {
      int smtp = FreePort.find();
      environment.put("WRAPPER_IN_HOSTPORT", "127.0.0.1:" + smtp);
      environment.put("WRAPPER_OUT_HOSTPORT", upstream.hostPort());
      environment.put("WRAPPER_DOWNSTREAM_DEBUG", "/dev/null");
      Process process =
          underUmask("022", Installation.bin("wrapper").toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("out").toFile())
              .start();
      try {
        sendMail(smtp);
        upstream.mail();
      } finally {
        process.destroy();
        assertTrue(process.waitFor(30, SECONDS), "does not end");
      }
    }
    assertEquals(
        before, PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of("/dev/null"))));
  }

  @Test
  void theLauncherDoesNotLoosenAStricterUmask() throws Exception {
    Installation.Outcome outcome =
        Installation.run(
            underUmask(
                "077",
                Installation.bin("acct_etl").toString(),
                "-logfile",
                folder.resolve("acct_etl.log").toString()),
            RECORDS);
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals("rw-------", modes().get("acct_etl.log"));
    assertEquals("rw-------", modes().get("rejects/a.jsonl"));
  }

  @Test
  void startShGivesTheKeyToTheFeederAlone() throws Exception {
    Path home = folder.resolve("home");
    Path script = Files.createDirectories(home.resolve("etc")).resolve("start.sh");
    Files.copy(Path.of("etc/start.sh"), script);
    Path bin = Files.createDirectories(home.resolve("bin"));
    for (String flow : List.of("tracker", "feeder", "wrapper")) {
      Path program = bin.resolve(flow);
      Files.writeString(
          program, "#!/bin/sh\necho \"key ${SPARKPOST_API_KEY_INGEST-none} umask $(umask)\"\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path logs = folder.resolve("logs");
    environment.put("SPARKPOST_API_KEY_INGEST", "secret");
    environment.put("PMTA_TRACKING_LOGS", logs.toString());
    environment.put("PMTA_TRACKING_DATA", folder.resolve("data").toString());
    Installation.Outcome outcome = Installation.run(underUmask("022", "sh", script.toString()), "");
    assertEquals(0, outcome.exitCode(), outcome.err());

    Map<String, String> wanted =
        Map.of("tracker", "key none", "wrapper", "key none", "feeder", "key secret");
    wanted.forEach(
        (flow, key) ->
            await()
                .atMost(20, SECONDS)
                .ignoreExceptions()
                .untilAsserted(
                    () ->
                        assertEquals(
                            key + " umask 0027\n",
                            Files.readString(logs.resolve(flow + ".out"), UTF_8))));
    assertFalse(outcome.out().contains("secret"), outcome.out());
  }

  @Test
  void theUnitsKeepTheirFilesForUserAndGroup() throws IOException {
    for (String flow : List.of("tracker", "feeder", "wrapper")) {
      String unit = Files.readString(Path.of("etc/systemd/pmta-tracking-" + flow + ".service"));
      for (String line :
          List.of("UMask=0027", "StateDirectoryMode=0750", "LogsDirectoryMode=0750")) {
        assertTrue(unit.contains("\n" + line + "\n"), flow + ": " + line);
      }
    }
  }

  private ProcessBuilder underUmask(String umask, String... command) {
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c"));
    line.add("umask " + umask + "; exec \"$0\" \"$@\"");
    line.addAll(List.of(command));
    return Installation.command(environment, line.toArray(String[]::new));
  }

  private static List<String> plainJava() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        Installation.home().resolve("lib") + "/*",
        MAIN);
  }

  private void click(int port) {
    String path =
        new TrackingUrl("http://t")
            .encode(new TrackingLink(Action.CLICK, "http://x/", "m", "a@b", null, false))
            .substring("http://t".length());
    await()
        .atMost(60, SECONDS)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (RawHttp reader = new RawHttp(port)) {
                assertEquals(302, reader.get(path).reply().status());
              }
            });
  }

  private static void sendMail(int port) {
    await()
        .atMost(60, SECONDS)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (SmtpTalk client = SmtpTalk.greeted(port)) {
                client.say("MAIL FROM:<a@example.com>");
                client.say("RCPT TO:<b@example.com>");
                client.say("DATA");
                assertTrue(client.say("Subject: x\r\n\r\ntext\r\n.").startsWith("250"));
              }
            });
  }

  private Map<String, String> modes() throws IOException {
    Map<String, String> modes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> !path.equals(folder)).toList()) {
        modes.put(
            folder.relativize(file).toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    return modes;
  }

  /** An empty file tells nothing; a folder whose names cannot be read lets through. */
  private void assertNothingForOthers(Map<String, String> modes) throws IOException {
    for (Map.Entry<String, String> mode : modes.entrySet()) {
      Path file = folder.resolve(mode.getKey());
      boolean holdsSomething = Files.isDirectory(file) || Files.size(file) > 0;
      if (holdsSomething) {
        assertFalse(mode.getValue().substring(6).contains("r"), mode + " of " + modes);
        assertFalse(mode.getValue().substring(6).contains("w"), mode + " of " + modes);
      }
    }
  }
}
