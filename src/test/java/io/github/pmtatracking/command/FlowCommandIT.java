package io.github.pmtatracking.command;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.demo.ChildJvm;
import io.github.pmtatracking.testing.FreePort;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flags and settings, as real processes read them: flags as Go's flag package does. */
class FlowCommandIT {
  @TempDir private Path folder;

  static Stream<Arguments> badValues() {
    return Stream.of(
        Arguments.of("-track_click", "true, false", List.of("wrapper", "-track_click=maybe")),
        Arguments.of("-verbose", "true, false", List.of("tracker", "--verbose=maybe")),
        Arguments.of("-in_hostport", "host:port", List.of("tracker", "-in_hostport", "maybe")),
        Arguments.of(
            "-in_hostport",
            "host:port",
            List.of("tracker", "-verbose=false", "-in_hostport", "maybe")),
        Arguments.of(
            "-tracking_url",
            "https://track.example.com",
            List.of("wrapper", "-in_hostport", "127.0.0.1:0", "-tracking_url", "maybe")));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void aBadValueOfAFlagIsWrongUsageInOneLine(String flag, String wanted, List<String> line)
      throws Exception {
    try (ChildJvm command = start(Map.of(), line.toArray(String[]::new))) {
      assertTrue(command.process().waitFor(60, SECONDS));
      String said = command.output().strip();
      assertEquals(2, command.process().exitValue(), said);
      // the log may write what it had at hand after it
      List<String> told = said.lines().filter(l -> l.startsWith(line.get(0) + ": ")).toList();
      assertEquals(1, told.size(), said);
      String only = told.get(0);
      assertTrue(only.contains(flag) && only.contains("maybe") && only.contains(wanted), said);
    }
  }

  @Test
  void theSameValueFromTheEnvironmentIsABadSetting() throws Exception {
    try (ChildJvm command = start(Map.of("WRAPPER_TRACK_CLICK", "maybe"), "wrapper")) {
      assertTrue(command.process().waitFor(60, SECONDS));
      String said = command.output();
      assertEquals(1, command.process().exitValue(), said);
      assertTrue(said.contains("WRAPPER_TRACK_CLICK"), said);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "T", "True", "0", "f", "FALSE"})
  void aFlagMayBeSpeltAsGoSpellsIt(String value) throws Exception {
    try (ChildJvm tracker =
        start(Map.of(), "tracker", "-in_hostport", "127.0.0.1:0", "-verbose=" + value)) {
      await()
          .atMost(60, SECONDS)
          .until(
              () -> {
                tracker.requireRunning();
                return tracker.output().contains("Starting tracker");
              });
    }
  }

  @Test
  void aSizeAndATimeThatTheSettingsAcceptAreAcceptedByTheRouteToo() throws Exception {
    int port = FreePort.find();
    try (ChildJvm wrapper =
        start(
            Map.of("WRAPPER_MAX_MESSAGE_SIZE", "50mib", "WRAPPER_MULTIPLE_RECIPIENTS", "shared"),
            "wrapper",
            "-in_hostport",
            "127.0.0.1:" + port,
            "-out_hostport",
            "127.0.0.1:1")) {
      awaitListening(wrapper, port);
    }
    int management = FreePort.find();
    try (ChildJvm feeder =
        start(
            Map.of(
                "FEEDER_BATCH_MAX_AGE",
                "1 s",
                "SPARKPOST_API_KEY_INGEST",
                "key",
                "SPARKPOST_HOST_INGEST",
                "http://127.0.0.1:1",
                "MANAGEMENT_HOSTPORT",
                "",
                "FEEDER_MANAGEMENT_PORT",
                Integer.toString(management)),
            "feeder")) {
      awaitListening(feeder, management);
    }
  }

  private static void awaitListening(ChildJvm program, int port) {
    await()
        .atMost(60, SECONDS)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              program.requireRunning();
              new Socket("127.0.0.1", port).close();
              return true;
            });
  }

  @Test
  void anOldNameInTheSettingsFileEndsAcctEtlBeforeItReadsAnything() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("my.properties"), "redis.timeout=5s\nfeeder.retry.longest = 5s\n");
    assertEquals(
        "acct_etl: "
            + config
            + ", line 2: the setting feeder.retry.longest is now called feeder.retry.max-delay;"
            + " docs/upgrading.md, \"Renamed\", lists all old and new names",
        refusal(Map.of(), "acct_etl", "-config", config.toString()));
  }

  @Test
  void anOldNameInTheEnvironmentEndsTheStart() throws Exception {
    assertEquals(
        "tracker: environment: the variable FEEDER_RETRY_LONGEST is now called"
            + " FEEDER_RETRY_MAX_DELAY (and 1 more); docs/upgrading.md, \"Renamed\", lists all old"
            + " and new names",
        refusal(
            Map.of("FEEDER_RETRY_LONGEST", "5s", "FEEDER_VERDICT_DELAY", "1m"),
            "tracker",
            "-in_hostport",
            "127.0.0.1:0"));
  }

  private String refusal(Map<String, String> environment, String... line) throws Exception {
    try (ChildJvm command = start(environment, line)) {
      assertTrue(command.process().waitFor(60, SECONDS));
      assertEquals(1, command.process().exitValue(), command.output());
      return command.output().strip();
    }
  }

  private ChildJvm start(Map<String, String> more, String... arguments) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("REDIS_URL", "redis://127.0.0.1:1");
    environment.putIfAbsent("MANAGEMENT_HOSTPORT", "off");
    environment.put("TRACKER_SPOOL_FOLDER", folder.resolve("spool").toString());
    return ChildJvm.start(environment, folder.resolve("said"), arguments);
  }
}
