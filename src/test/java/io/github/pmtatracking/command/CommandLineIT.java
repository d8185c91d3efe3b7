package io.github.pmtatracking.command;

import static io.github.pmtatracking.testing.Installation.bin;
import static io.github.pmtatracking.testing.Installation.command;
import static io.github.pmtatracking.testing.Installation.home;
import static io.github.pmtatracking.testing.Installation.run;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.testing.Installation.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands as an operator, systemd and PowerMTA start them: real processes of the packaged
 * distribution.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineIT {
  private static final String EXAMPLE = home().resolve("example.csv").toString();
  private static final String KEY = "SPARKPOST_API_KEY_INGEST";

  @TempDir private static Path folder;
  private EmbeddedRedis redis;

  @BeforeAll
  void startRedis() {
    redis = EmbeddedRedis.start(folder.resolve("redis"));
  }

  @AfterAll
  void stopRedis() {
    redis.close();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_URL", redis.url());
    environment.put("ACCOUNTING_SPOOL_FOLDER", folder.resolve("accounting-spool").toString());
    environment.put("ACCOUNTING_REJECTS_FILE", folder.resolve("rejects.jsonl").toString());
    environment.put("TRACKER_SPOOL_FOLDER", folder.resolve("tracker-spool").toString());
    return environment;
  }

  private static void assertOneLine(String expected, Outcome outcome) {
    assertTrue(outcome.err().contains(expected), outcome.toString());
    assertEquals(1, outcome.err().strip().lines().count(), outcome.err());
    assertEquals(1, outcome.exitCode());
    assertFalse(outcome.out().contains("CamelContext"), outcome.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"acct_etl", "tracker", "feeder", "wrapper", "linktool", "deadletter"})
  void helpIsPrintedAndTheCommandEndsWithZero(String name) {
    for (String flag : List.of("-h", "--help")) {
      Outcome outcome = run(Map.of(), name, flag);
      assertEquals(0, outcome.exitCode(), outcome.toString());
      assertTrue(outcome.out().contains(name), outcome.out());
      assertEquals("", outcome.err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"acct_etl", "tracker", "feeder", "wrapper", "linktool", "deadletter"})
  void anUnknownFlagIsWrongUsage(String name) {
    Outcome outcome = run(Map.of(), name, "-no_such_flag");
    assertEquals(2, outcome.exitCode(), outcome.toString());
    assertTrue(outcome.err().contains("-no_such_flag"), outcome.err());
    assertTrue(outcome.err().contains("Usage:"), outcome.err());
    assertEquals("", outcome.out());
  }

  Stream<Arguments> waysToLoadTheExample() {
    return Stream.of(
        Arguments.of(List.of("acct_etl", "-infile", EXAMPLE)),
        Arguments.of(List.of("acct_etl", "--infile=" + EXAMPLE)),
        Arguments.of(List.of("acct_etl", EXAMPLE)),
        Arguments.of(List.of("sh", "-c", bin("acct_etl") + " < " + EXAMPLE)),
        Arguments.of(List.of("sh", "-c", "cat " + EXAMPLE + " | " + bin("acct_etl"))));
  }

  @ParameterizedTest
  @MethodSource("waysToLoadTheExample")
  void theExampleIsLoaded(List<String> line) {
    ProcessBuilder command = command(environment(), bin("acct_etl").toString());
    command.command(line.get(0).equals("sh") ? line : List.copyOf(replaceFirst(line)));

    Outcome outcome = run(command, "");

    assertEquals(0, outcome.exitCode(), outcome.toString());
    assertTrue(
        outcome
            .out()
            .contains(
                "PowerMTA accounting headers: [type rcpt header_x-sp-message-id"
                    + " header_x-sp-subaccount-id]"),
        outcome.out());
    for (String record :
        List.of(
            "Loaded acct_headers ->"
                + " {\"header_x-sp-message-id\":2,\"header_x-sp-subaccount-id\":3,\"rcpt\":1,\"type\":0}"
                + " into Redis",
            "Loaded msgID_0000123456789abcdef0 ->"
                + " {\"header_x-sp-subaccount-id\":\"0\",\"rcpt\":\"alice@example.com\"} into"
                + " Redis",
            "Loaded msgID_0000123456789abcdef1 ->"
                + " {\"header_x-sp-subaccount-id\":\"1\",\"rcpt\":\"bob@example.net\"} into Redis",
            "Loaded msgID_0000123456789abcdef2 ->"
                + " {\"header_x-sp-subaccount-id\":\"2\",\"rcpt\":\"carol@example.org\"} into"
                + " Redis")) {
      assertTrue(outcome.out().contains(record), outcome.out());
    }
  }

  private static List<String> replaceFirst(List<String> line) {
    return Stream.concat(Stream.of(bin(line.get(0)).toString()), line.stream().skip(1)).toList();
  }

  @Test
  void aLauncherIsFoundThroughALinkFromAnyFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("acct_etl"), bin("acct_etl"));
    ProcessBuilder command =
        command(environment(), link.toString(), EXAMPLE).directory(folder.toFile());
    assertEquals(0, run(command, "").exitCode());
  }

  @Test
  void aCopiedLauncherFindsItsInstallationByASetting() throws Exception {
    Path copy =
        Files.copy(
            bin("pmta-tracking"),
            Files.createDirectories(folder.resolve("copy")).resolve("linktool"));
    assertTrue(copy.toFile().setExecutable(true));

    Outcome lost = run(Map.of(), copy.toString(), "encode");
    Outcome found = run(Map.of("PMTA_TRACKING_HOME", home().toString()), copy.toString(), "encode");

    assertOneLine("PMTA_TRACKING_HOME", lost);
    assertEquals(0, found.exitCode(), found.toString());
    assertTrue(found.out().startsWith("http://localhost:8888/"), found.out());
  }

  @Test
  void theFeederWantsItsKey() {
    assertOneLine(KEY, run(environment(), "feeder"));
  }

  @Test
  void aTakenPortIsNamedWithItsFlag() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      Outcome tracker = run(environment(), "tracker", "-in_hostport", address);
      assertOneLine(address, tracker);
      assertTrue(tracker.err().contains("-in_hostport"), tracker.err());
      Outcome wrapper =
          run(environment(), "wrapper", "-in_hostport", address, "-out_hostport", "localhost:25");
      assertOneLine(address, wrapper);
      assertTrue(wrapper.err().contains("-in_hostport"), wrapper.err());
    }
  }

  Stream<Arguments> badInput() {
    return Stream.of(
        Arguments.of(
            "tracker.max-request-line",
            List.of(
                "env",
                "TRACKER_MAX_REQUEST_LINE=abc",
                bin("tracker").toString(),
                "-in_hostport",
                "127.0.0.1:0")),
        Arguments.of(
            "/proc/pmta-tracking-demo",
            List.of(
                "env",
                "JAVA_OPTS=-Djava.io.tmpdir=/proc",
                bin("pmta-tracking").toString(),
                "demo")),
        Arguments.of(
            "-logfile",
            List.of("tracker", "-in_hostport", "127.0.0.1:0", "-logfile", "/dev/null/x")),
        Arguments.of("-config", List.of("tracker", "-config", "/no/such/file")),
        Arguments.of("-routes", List.of("tracker", "-routes", "/no/such/folder")),
        Arguments.of("/no/such/file.csv", List.of("acct_etl", "-infile", "/no/such/file.csv")),
        Arguments.of(
            "-certfile",
            List.of(
                "wrapper",
                "-in_hostport",
                "127.0.0.1:0",
                "-out_hostport",
                "localhost:25",
                "-certfile",
                "/no/such.pem",
                "-privkeyfile",
                "/no/such.key")),
        Arguments.of(
            "-tracking_url",
            List.of("wrapper", "-in_hostport", "127.0.0.1:0", "-out_hostport", "192.0.2.25:25")),
        Arguments.of(
            "redis.url",
            List.of(
                "env",
                "REDIS_URL=localhost",
                bin("tracker").toString(),
                "-in_hostport",
                "127.0.0.1:0")));
  }

  @ParameterizedTest
  @MethodSource("badInput")
  void badInputEndsTheStartWithOneLineThatNamesIt(String named, List<String> line) {
    List<String> absolute = line.get(0).equals("env") ? line : replaceFirst(line);
    ProcessBuilder command = command(environment(), "tracker");
    assertOneLine(named, run(command.command(absolute), ""));
  }

  @Test
  void anEditedRouteThatIsBrokenIsNamed() throws Exception {
    Path routes = Files.createDirectories(folder.resolve("routes"));
    Files.writeString(
        routes.resolve("tracker.camel.yaml"), "- route:\n    id: tracker\n    from: [\n");
    assertOneLine(
        "tracker.camel.yaml",
        run(environment(), "tracker", "-in_hostport", "127.0.0.1:0", "-routes", routes.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalEndsAServiceInOrder(String signal) throws Exception {
    Path log = folder.resolve("tracker-" + signal + ".log");
    Process process =
        command(environment(), "tracker", "-in_hostport", "127.0.0.1:0", "-logfile", log.toString())
            .start();
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> Files.exists(log) && Files.readString(log).contains("Starting tracker"));

    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () -> {
              new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                  .start()
                  .waitFor();
              return !process.isAlive() || process.waitFor(10, TimeUnit.SECONDS);
            });

    assertEquals(0, process.exitValue());
  }

  @Test
  void aServiceStartsWithoutRedisAndSaysSo() throws Exception {
    Map<String, String> environment = environment();
    environment.put("REDIS_URL", "redis://127.0.0.1:1");
    Path log = folder.resolve("no-redis.log");
    Process process =
        command(environment, "tracker", "-in_hostport", "127.0.0.1:0", "-logfile", log.toString())
            .start();
    try {
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(
              () ->
                  Files.exists(log)
                      && Files.readString(log)
                          .contains("every second: address=redis://127.0.0.1:1 "));
      assertTrue(process.isAlive());
      assertFalse(Files.readString(log).contains("\tat "), Files.readString(log));
    } finally {
      process.destroy();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void aFileThatRedisDoesNotTakeIsKeptAndThatIsSaidInOurWords() {
    Map<String, String> environment = environment();
    environment.put("REDIS_URL", "redis://127.0.0.1:1");
    environment.put("ACCOUNTING_SPOOL_FOLDER", folder.resolve("kept").toString());

    Outcome outcome = run(environment, "acct_etl", EXAMPLE);

    assertEquals(0, outcome.exitCode(), outcome.toString());
    assertTrue(outcome.out().contains("records wait in the spool"), outcome.out());
    assertTrue(outcome.out().contains("acct_headers was not saved"), outcome.out());
    assertFalse(outcome.out().contains("Exchange"), outcome.out());
  }

  @Test
  void textBeyondAsciiSurvivesTheLocaleThatServicesRunIn() throws Exception {
    Outcome link =
        run(
            Map.of("LC_ALL", "C"),
            "/bin/sh",
            "-c",
            bin("linktool")
                + " decode $("
                + bin("linktool")
                + " encode -action click -target_link_url $(printf"
                + " 'https://example.com/\\303\\244'))");
    assertTrue(link.out().contains("\"t_url\":\"https://example.com/ä\""), link.out());

    Map<String, String> environment = environment();
    environment.put("JAVA_OPTS", "-Dfile.encoding=US-ASCII");
    Path log = folder.resolve("ascii.log");
    ProcessBuilder command = command(environment, "acct_etl", "-logfile", log.toString());
    Outcome loaded =
        run(command, "type,rcpt,header_x-sp-message-id\r\nd,jörg@example.com,aUtf\r\n");
    assertEquals(0, loaded.exitCode(), loaded.toString());
    assertTrue(Files.readString(log).contains("jörg@example.com"), Files.readString(log));
  }

  @Test
  void aJavaThatIsTooOldIsNamed() throws Exception {
    Path java = Files.createDirectories(folder.resolve("java11/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 3\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(folder.resolve("java11/release"), "JAVA_VERSION=\"11.0.2\"\n");

    Outcome outcome = run(Map.of("JAVA_HOME", folder.resolve("java11").toString()), "linktool");

    assertOneLine("11.0.2", outcome);
  }

  @Test
  void aJavaHomeWithoutJavaIsNamed() {
    String absent = folder.resolve("absent").toString();

    Outcome outcome = run(Map.of("JAVA_HOME", absent), "linktool");

    assertOneLine("JAVA_HOME=" + absent + " holds no bin/java", outcome);
  }

  @Test
  void theEndOfThePipeAndSigtermTogetherEndAcctEtlInOrder() throws Exception {
    ProcessBuilder command = command(environment(), "acct_etl").redirectErrorStream(true);
    Path log = folder.resolve("both.log");
    Process process = command.redirectOutput(log.toFile()).start();
    process
        .getOutputStream()
        .write("type,rcpt,header_x-sp-message-id\r\nd,x@example.com,aBoth\r\n".getBytes());
    process.getOutputStream().flush();
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> Files.readString(log).contains("Loaded msgID_aBoth"));

    process.getOutputStream().close();
    process.toHandle().destroy();

    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(log));
  }

  @Test
  void acctEtlIsEndedBySigtermWithZeroAndKeepsWhatItRead() throws Exception {
    Process process = command(environment(), "acct_etl").redirectErrorStream(true).start();
    process
        .getOutputStream()
        .write("type,rcpt,header_x-sp-message-id\r\nd,x@example.com,aSignalled\r\n".getBytes());
    process.getOutputStream().flush();
    StringBuilder out = new StringBuilder();
    Thread reader =
        new Thread(
            () -> process.inputReader().lines().forEach(line -> out.append(line).append('\n')));
    reader.start();
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> out.toString().contains("Loaded msgID_aSignalled"));

    // Process.destroy would close the pipe as well
    process.toHandle().destroy();

    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), out.toString());
  }
}
