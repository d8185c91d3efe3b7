package io.github.pmtatracking.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The file that an operator edits says what the defaults say. */
class SettingsFileTest {
  private static final Path DEFAULTS =
      Path.of("src/main/resources/io/github/pmtatracking/settings/defaults.properties");
  private static final Path OPERATORS = Path.of("etc/pmta-tracking.properties");

  private static final Map<String, String> NEW_INSTALLATION =
      Map.of(
          "tracker.trusted-peers",
          "127.0.0.0/8, ::1",
          "tracker.request-id-header",
          "X-Tracking-Request-Id");

  @Test
  void everyDefaultStandsCommentedInTheOperatorsFile() throws IOException {
    List<String> expected =
        Files.readAllLines(DEFAULTS).stream()
            .map(line -> line.replaceFirst("^(?=[a-z])", "#"))
            .flatMap(SettingsFileTest::withValueOfANewInstallation)
            .toList();
    assertEquals(
        expected,
        Files.readAllLines(OPERATORS),
        "make it anew: sed 's/^\\([a-z]\\)/#\\1/' "
            + DEFAULTS
            + " > "
            + OPERATORS
            + ", and add behind their defaults "
            + NEW_INSTALLATION);
  }

  /** Behind its default stands the value that only a new installation has, for it gets the file. */
  private static Stream<String> withValueOfANewInstallation(String line) {
    return NEW_INSTALLATION.entrySet().stream()
        .filter(entry -> line.startsWith("#" + entry.getKey() + "="))
        .map(entry -> Stream.of(line, entry.getKey() + "=" + entry.getValue()))
        .findFirst()
        .orElseGet(() -> Stream.of(line));
  }

  @Test
  void everySettingIsExplainedAndHasARank() throws IOException {
    List<String> unexplained = new ArrayList<>();
    String previous = "";
    boolean ranked = false;
    for (String line : Files.readAllLines(DEFAULTS)) {
      if (line.startsWith("# ----")) {
        ranked = false;
      }
      ranked |= Pattern.matches("# -- (essential|often used|seldom used)", line);
      boolean setting = Pattern.matches("[a-z].*", line);
      // a comment may speak for several settings that follow each other
      if (setting && (!ranked || previous.isBlank()) && !line.startsWith("camel.")) {
        unexplained.add(line);
      }
      previous = line;
    }
    assertEquals(List.of(), unexplained);
    assertTrue(ranked);
  }
}
