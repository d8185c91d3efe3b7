package io.github.pmtatracking.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator copies into PowerMTA's configuration. */
class PowerMtaExampleTest {
  private static List<String> directives() throws IOException {
    return Files.readAllLines(Path.of("etc/pmta/config.example")).stream()
        .map(String::strip)
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  @Test
  void powerMtaDoesNotTrackByItselfBesideTheWrapper() throws IOException {
    List<String> tracking =
        directives().stream().filter(line -> line.startsWith("engagement-tracking")).toList();
    assertEquals(List.of("engagement-tracking true"), tracking);
  }

  @Test
  void bothFieldsOfOneClickUnsubscribingAreSigned() throws IOException {
    assertTrue(directives().contains("dkim-headers List-Unsubscribe-Post"));
  }
}
