package io.github.pmtatracking.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.Installation.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The log lines of an operator's own steps. */
class RouteLogComponentIT {
  @RegisterExtension private static final FreshRedis REDIS = new FreshRedis();

  @TempDir private Path folder;

  @Test
  void aLogStepAndTheLogEndpointShowWithoutMoreSettings() throws Exception {
    String route = Files.readString(Path.of("src/main/resources/routes/accounting.camel.yaml"));
    String step = "        - bean:\n            id: store-attributes\n";
    assertTrue(route.contains(step));
    Files.writeString(
        folder.resolve("accounting.camel.yaml"),
        route.replace(
            step,
            "        - log: \"by a step\"\n        - to: \"log:mine?showBody=false\"\n" + step));
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_URL", REDIS.server().url());
    environment.put("ACCOUNTING_SPOOL_FOLDER", folder.resolve("spool").toString());
    environment.put("ACCOUNTING_REJECTS_FILE", folder.resolve("rejects").toString());

    Outcome outcome =
        Installation.run(
            Installation.command(environment, "acct_etl", "-routes", folder.toString()),
            "type,header_x-sp-message-id\nd,x\n");

    assertEquals(0, outcome.exitCode(), outcome.toString());
    assertTrue(outcome.out().contains(" by a step"), outcome.out());
    assertTrue(outcome.out().contains("Exchange["), outcome.out());
    assertTrue(outcome.out().contains("Loaded msgID_x"), outcome.out());
  }
}
