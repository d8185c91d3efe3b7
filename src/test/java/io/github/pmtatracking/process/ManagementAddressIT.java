package io.github.pmtatracking.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.Installation.Outcome;
import io.github.pmtatracking.testing.Observed;
import io.github.pmtatracking.testing.RunningProgram;
import io.github.pmtatracking.tracker.RawHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One settings file for all programs of a machine, as real processes read it. */
class ManagementAddressIT {
  @RegisterExtension private static final FreshRedis REDIS = new FreshRedis();

  private static final String RECORD = "type,header_x-sp-message-id\nd,x\n";

  @TempDir private Path folder;

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_URL", REDIS.server().url());
    environment.put("MANAGEMENT_HOSTPORT", "");
    environment.put("TRACKER_IN_HOSTPORT", "127.0.0.1:0");
    environment.put("WRAPPER_IN_HOSTPORT", "127.0.0.1:0");
    environment.put("SPARKPOST_API_KEY_INGEST", "key");
    environment.put("SPARKPOST_HOST_INGEST", "http://127.0.0.1:1");
    for (String key :
        new String[] {
          "TRACKER_SPOOL_FOLDER", "ACCOUNTING_SPOOL_FOLDER", "ACCOUNTING_REJECTS_FILE"
        }) {
      environment.put(key, folder.resolve(key).toString());
    }
    return environment;
  }

  /** The environment without the key that the fixture sets, so that the file's counts. */
  private RunningProgram start(Map<String, String> environment, Path config, String name)
      throws IOException {
    ProcessBuilder command = Installation.command(environment, name, "-config", config.toString());
    command.environment().remove("MANAGEMENT_HOSTPORT");
    return RunningProgram.start(command, folder.resolve(name + ".said"));
  }

  private Path config(String... lines) throws IOException {
    return Files.writeString(folder.resolve("my.properties"), String.join("\n", lines) + "\n");
  }

  private static void awaitHealth(RunningProgram program, int port) throws IOException {
    program.awaitListening(port);
    try (RawHttp http = new RawHttp(port)) {
      // 503 until its routes have started
      String body = http.get("/observe/health").reply().body();
      assertTrue(body.contains("\"status\""), body);
    }
  }

  @Test
  void eachProgramHasItsPortAtOneHost() throws Exception {
    int tracker = FreePort.find();
    int feeder = FreePort.find();
    int wrapper = FreePort.find();
    Path config =
        config(
            "management.host=127.0.0.1",
            "tracker.management.port=" + tracker,
            "feeder.management.port=" + feeder,
            "wrapper.management.port=" + wrapper);
    Map<String, String> environment = environment();
    try (FakeUpstream upstream = FakeUpstream.start()) {
      environment.put("WRAPPER_OUT_HOSTPORT", "127.0.0.1:" + upstream.port());
      try (RunningProgram one = start(environment, config, "tracker");
          RunningProgram two = start(environment, config, "feeder");
          RunningProgram three = start(environment, config, "wrapper")) {
        awaitHealth(one, tracker);
        awaitHealth(two, feeder);
        awaitHealth(three, wrapper);
      }
    }
  }

  @Test
  void oneHostportForAllEndsNeitherAcctEtlNorTheFeeder() throws Exception {
    int shared = FreePort.find();
    Path config = config("management.hostport=127.0.0.1:" + shared);
    Map<String, String> environment = environment();
    try (RunningProgram tracker = start(environment, config, "tracker")) {
      awaitHealth(tracker, shared);
      ProcessBuilder command =
          Installation.command(environment, "acct_etl", "-config", config.toString());
      command.environment().remove("MANAGEMENT_HOSTPORT");
      Outcome accounting = Installation.run(command, RECORD);
      assertEquals(0, accounting.exitCode(), accounting.toString());

      try (RunningProgram feeder = start(environment, config, "feeder")) {
        awaitHealth(feeder, 9882);
        feeder.awaitOutput(": address=127.0.0.1:9882 taken=127.0.0.1:");
        assertTrue(feeder.output().contains("feeder.management.port"), feeder.output());
        assertTrue(
            feeder.output().contains("Warning: Health and metrics have another address"),
            feeder.output());
      }
    }
  }

  @Test
  void acctEtlLoadsWhileEveryManagementPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment = environment();
      environment.put("MANAGEMENT_HOSTPORT", "127.0.0.1:" + taken.getLocalPort());
      environment.put("MANAGEMENT_PORT", Integer.toString(taken.getLocalPort()));
      Outcome outcome = Installation.run(Installation.command(environment, "acct_etl"), RECORD);
      assertEquals(0, outcome.exitCode(), outcome.toString());
      assertTrue(outcome.out().contains("Loaded msgID_x"), outcome.out());
    }
  }

  @Test
  void acctEtlLoadsWhileItsOwnPortIsTakenAndSaysSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment = environment();
      environment.put("ACCOUNTING_MANAGEMENT_PORT", Integer.toString(taken.getLocalPort()));
      Outcome outcome = Installation.run(Installation.command(environment, "acct_etl"), RECORD);
      assertEquals(0, outcome.exitCode(), outcome.toString());
      assertTrue(outcome.out().contains("Loaded msgID_x"), outcome.out());
      assertTrue(outcome.out().contains("Working without health and metrics: "), outcome.out());
      assertTrue(outcome.out().contains("accounting.management.port"), outcome.out());
    }
  }

  @Test
  void acctEtlServesItsFiguresAtItsPort() throws Exception {
    int port = FreePort.find();
    Map<String, String> environment = environment();
    environment.put("ACCOUNTING_MANAGEMENT_PORT", Integer.toString(port));
    Process accounting = Installation.command(environment, "acct_etl").start();
    try (OutputStream pipe = accounting.getOutputStream()) {
      pipe.write(RECORD.getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
      Observed observed = new Observed(port);
      await()
          .atMost(60, SECONDS)
          .ignoreExceptions()
          .until(
              () ->
                  observed
                      .metrics()
                      .lines()
                      .anyMatch("pmta_accounting_records_loaded_total 1.0"::equals));
      assertEquals(200, observed.health(), observed.reasons());
    }
    assertTrue(accounting.waitFor(60, SECONDS));
    assertEquals(0, accounting.exitValue());
  }

  @Test
  void aTakenPortEndsTheTrackerWithTheNameOfItsSetting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment = environment();
      environment.put("TRACKER_MANAGEMENT_PORT", Integer.toString(taken.getLocalPort()));
      Outcome outcome = Installation.run(environment, "tracker");
      assertEquals(1, outcome.exitCode(), outcome.toString());
      assertTrue(outcome.err().contains("tracker.management.port"), outcome.err());
      assertEquals(1, outcome.err().strip().lines().count(), outcome.err());
    }
  }

  @Test
  void aPortThatIsOffServesNothing() throws Exception {
    int port = FreePort.find();
    Path config = config("tracker.management.port=off");
    Map<String, String> environment = environment();
    environment.put("TRACKER_IN_HOSTPORT", "127.0.0.1:" + port);
    try (RunningProgram tracker = start(environment, config, "tracker")) {
      tracker.awaitListening(port);
      assertFalse(RunningProgram.isListening(9881));
    }
  }
}
