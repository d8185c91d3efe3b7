package io.github.pmtatracking.process;

import static io.github.pmtatracking.testing.Installation.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.Installation.Outcome;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The version that the commands of the packaged distribution print. */
class ProductVersionIT {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "acct_etl",
        "tracker",
        "feeder",
        "wrapper",
        "linktool",
        "deadletter",
        "pmta-tracking"
      })
  void eachCommandPrintsItsVersion(String name) {
    Outcome outcome = run(Map.of(), name, "-version");

    assertEquals(0, outcome.exitCode(), outcome.toString());
    String java = System.getProperty("java.version").replace("+", "\\+");
    assertTrue(
        outcome.out().matches("pmta-tracking \\d+\\.\\d+\\S+, Java " + java + ", Camel 4\\.\\S+\n"),
        outcome.toString());
  }
}
