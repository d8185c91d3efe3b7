package io.github.pmtatracking.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.Installation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Typing errors in an operator's routes, as real processes find them at their start. */
class RouteCheckIT {
  @RegisterExtension private static final FreshRedis REDIS = new FreshRedis();

  private static final Path BUILT_IN = Path.of("src/main/resources/routes");

  @TempDir private Path folder;

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_URL", REDIS.server().url());
    environment.put("TRACKER_IN_HOSTPORT", "127.0.0.1:0");
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

  /** A copy of a built-in route file with one text replaced. */
  private void edited(String file, String text, String replacement) throws IOException {
    String route = Files.readString(BUILT_IN.resolve(file + ".camel.yaml"));
    assertTrue(route.contains(text), file + " has no " + text);
    Files.writeString(folder.resolve(file + ".camel.yaml"), route.replace(text, replacement));
  }

  private Outcome run(String program, String input) {
    return Installation.run(
        Installation.command(environment(), program, "-routes", folder.toString()), input);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tracker | routeConfigurationId: answer-bad-link | routeConfigurationId: answer-bad-lnk | routeConfigurationId "answer-bad-lnk" is none of [answer-bad-link,
          feeder  | constant: direct:post-upload          | constant: direct:post-uplaod         | uri "direct:post-uplaod" is read by no route; read are [direct:
          """)
  void aTypingErrorEndsTheStartWithItsFileAndLine(
      String program, String text, String replacement, String message) throws Exception {
    edited(program, text, replacement);

    Outcome outcome = run(program, "");

    assertEquals(1, outcome.exitCode(), outcome.toString());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertTrue(
        outcome.err().matches("(?s).*/" + program + "\\.camel\\.yaml, line [1-9]\\d*: .*"),
        outcome.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uri: seda:accounting-headngs",
        "uri: seda:accounting-headings\n  : no YAML",
        "uri: sedda:accounting-headings"
      })
  void acctEtlUsesItsBuiltInRouteWhenTheEditedOneCannotBeUsed(String replacement) throws Exception {
    edited("accounting", "uri: seda:accounting-headings", replacement);
    if (replacement.endsWith("headngs")) {
      // the sender alone: its reader has the right name
      String route = Files.readString(folder.resolve("accounting.camel.yaml"));
      int reader = route.lastIndexOf("headngs");
      Files.writeString(
          folder.resolve("accounting.camel.yaml"),
          route.substring(0, reader) + "headings" + route.substring(reader + 7));
    }

    Outcome outcome = run("acct_etl", "type,header_x-sp-message-id\nd,x\n");

    assertEquals(0, outcome.exitCode(), outcome.toString());
    assertTrue(outcome.out().contains("Loaded msgID_x"), outcome.out());
    assertTrue(outcome.out().contains("the built-in routes are used until they are mended"));
  }

  @Test
  void aWrongSettingOfAcctEtlIsNoFaultOfItsRoutes() throws Exception {
    edited("accounting", "description: Keep", "description: Always keep");
    Map<String, String> environment = environment();
    environment.put("ACCOUNTING_BATCH_RECORDS", "many");

    Outcome outcome =
        Installation.run(
            Installation.command(environment, "acct_etl", "-routes", folder.toString()), "");

    assertEquals(1, outcome.exitCode(), outcome.toString());
    assertFalse(outcome.out().contains("built-in routes"), outcome.out());
  }
}
