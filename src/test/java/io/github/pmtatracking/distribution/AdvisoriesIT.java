package io.github.pmtatracking.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What is bundled beside the list of advisories that the repository keeps. Writes the answers to
 * those that concern a bundled version to target/advisories.txt, which bin/verify prints.
 */
class AdvisoriesIT {
  private static final Path REPORT = Path.of("target/advisories.txt");

  /** The list; brought up to date by hand, see docs/dev/advisories.md. */
  record Advisories(
      String date, List<String> sources, @JsonProperty("advisories") List<Advisory> all) {}

  @Test
  void everyAdvisoryOnABundledVersionIsAnsweredAndNoOther() throws IOException {
    Advisories list = list();
    Map<String, String> bundled = bundled(Path.of("target/dependencies.txt"));

    List<String> unanswered = new ArrayList<>();
    List<String> needless = new ArrayList<>();
    StringBuilder report =
        new StringBuilder("advisories of " + list.date() + " on bundled versions:\n");
    int open = 0;
    for (Advisory advisory : list.all()) {
      String version = bundled.get(advisory.artifact());
      boolean concerned = version != null && advisory.concerns(version);
      String row = advisory.id() + " " + advisory.artifact() + " " + version;
      if (concerned && !advisory.isAnswered()) {
        unanswered.add(row + ": " + advisory.about() + "; fixed in " + advisory.fixedIn());
      } else if (concerned) {
        open++;
        report.append("  ").append(row).append("\n    ").append(advisory.about());
        report.append("\n    reachable: ").append(advisory.reachable());
        report.append("; ").append(advisory.why()).append('\n');
      } else if (advisory.reachable() != null) {
        needless.add(row);
      }
    }
    report.append("  ").append(open).append(" open and answered, ");
    report.append(list.all().size() - open).append(" closed by the versions in use\n");
    Files.writeString(REPORT, report);

    assertEquals(List.of(), unanswered, "update, or answer in src/test/resources/advisories.json");
    assertEquals(List.of(), needless, "answers to what does not concern a bundled version");
  }

  @Test
  void aVersionThatIsConcernedIsSeen() {
    Advisory advisory = new Advisory("X", "g:a", "4.1.133.Final", "4.1.138.Final", "", null, null);

    assertTrue(advisory.concerns("4.1.137.Final"));
    assertTrue(advisory.concerns("4.1.133.Final"));
    assertEquals(false, advisory.concerns("4.1.138.Final"));
    assertEquals(false, advisory.concerns("4.1.132.Final"));
    assertEquals(false, advisory.concerns("4.2.0.Final"));
    assertEquals(false, advisory.isAnswered());
    assertTrue(Versions.compare("6.2.12", "6.2.9") > 0);
    assertTrue(Versions.compare("2.21", "2.21.1") < 0);
  }

  private static Advisories list() throws IOException {
    try (InputStream in = AdvisoriesIT.class.getResourceAsStream("/advisories.json")) {
      return new ObjectMapper().readValue(in, Advisories.class);
    }
  }

  private static Map<String, String> bundled(Path list) throws IOException {
    Map<String, String> bundled = new TreeMap<>();
    for (String line : Files.readAllLines(list)) {
      // group:artifact:jar[:classifier]:version:scope:/file
      String[] parts = line.strip().split(":/")[0].split(":");
      if (parts.length >= 5) {
        bundled.put(parts[0] + ":" + parts[1], parts[parts.length - 2]);
      }
    }
    assertTrue(bundled.size() > 100, list + " names " + bundled.size() + " artifacts");
    return bundled;
  }
}
