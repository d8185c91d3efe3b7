package io.github.pmtatracking.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.testing.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The log of a real process in each format, with the log steps of an edited route. */
class LogConfigurationIT {
  @RegisterExtension private static final FreshRedis REDIS = new FreshRedis();

  private static final String MY_ROUTE =
      """

      - route:
          id: mine
          from:
            uri: timer:mine
            parameters:
              repeatCount: 1
              delay: 0
            steps:
              - setBody:
                  constant: "a \\"word\\""
              - log:
                  message: "step says ${body}"
              - to: log:endpoint
      """;

  @TempDir private Path folder;

  private String log(String format) throws Exception {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    Files.writeString(
        routes.resolve("tracker.camel.yaml"),
        Files.readString(Path.of("src/main/resources/routes/tracker.camel.yaml")) + MY_ROUTE);
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_URL", REDIS.server().url());
    environment.put("TRACKER_IN_HOSTPORT", "127.0.0.1:0");
    environment.put("TRACKER_SPOOL_FOLDER", folder.resolve("spool").toString());
    environment.put("LOG_FORMAT", format);
    Path config = Files.writeString(folder.resolve("my.properties"), "my.own.key=1\n");
    try (RunningProgram program =
        RunningProgram.start(
            environment,
            folder.resolve("said"),
            "tracker",
            "-config",
            config.toString(),
            "-routes",
            routes.toString())) {
      program.awaitOutput("Body: ");
      program.signal("TERM");
      assertEquals(0, program.exitCode(), program.output());
      return program.output();
    }
  }

  @Test
  void originalLinesHaveTheTimeAndTheMessageOnly() throws Exception {
    String log = log("original");

    assertTrue(log.lines().allMatch(line -> line.matches("\\d{4}/\\d\\d/\\d\\d .*")), log);
    assertTrue(log.contains(" step says a \"word\"\n"), log);
    assertTrue(log.contains(" Warning: Unknown setting: "), log);
  }

  @Test
  void detailedLinesHaveLevelAndLogger() throws Exception {
    String log = log("details");

    assertTrue(log.contains(" INFO  [mine] step says a \"word\"\n"), log);
    assertTrue(log.contains(" INFO  [endpoint] Exchange["), log);
    assertTrue(log.contains(" WARN  [FlowProcess] Unknown setting: "), log);
  }

  @Test
  void jsonLinesHaveFieldsAndTheTimeOfRfc3339() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : log("json").lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }

    JsonNode unknown =
        lines.stream()
            .filter(line -> line.get("message").asText().startsWith("Unknown setting"))
            .findFirst()
            .orElseThrow();
    assertTrue(
        unknown.get("setting").asText().startsWith("my.own.key = \"1\""), unknown.toString());
    Instant time = OffsetDateTime.parse(unknown.get("time").asText()).toInstant();
    assertTrue(Duration.between(time, Instant.now()).abs().toHours() < 1, unknown.toString());
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.get("logger").asText().equals("mine")
                        && line.get("message").asText().equals("step says a \"word\"")),
        lines.toString());
  }
}
