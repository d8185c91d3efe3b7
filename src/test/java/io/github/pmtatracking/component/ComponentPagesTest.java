package io.github.pmtatracking.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of options in docs/components agree with the metadata that Camel's tools read. A row
 * is {@code | `option` | type | default | meaning |}; Camel's own options of each endpoint need no
 * row; those that have one must agree too.
 */
class ComponentPagesTest {
  private static final String HEADER = "| option | type | default |";

  @ParameterizedTest
  @CsvSource({
    "redis-queue, redisqueue, RedisQueueEndpoint",
    "lines, lines, LinesEndpoint",
    "smtp-proxy, smtpproxy, SmtpProxyEndpoint"
  })
  void eachOptionStandsOnThePageWithItsTypeAndDefault(String scheme, String folder, String endpoint)
      throws Exception {
    Class<?> type = Class.forName("io.github.pmtatracking.component." + folder + "." + endpoint);

    Map<String, String> page = page(scheme);
    assertEquals(rows(metadata(scheme, folder, type, page.keySet())), rows(page));
  }

  /** One row in a line, so that a failure shows the rows that differ. */
  private static String rows(Map<String, String> options) {
    StringBuilder rows = new StringBuilder();
    options.forEach((name, rest) -> rows.append(name).append(": ").append(rest).append('\n'));
    return rows.toString();
  }

  /** The component's own options, and those of Camel that have a row nevertheless. */
  private static Map<String, String> metadata(
      String scheme, String folder, Class<?> endpoint, Set<String> hasRow) throws IOException {
    String file = "/META-INF/io/github/pmtatracking/component/" + folder + "/" + scheme + ".json";
    Map<String, String> options = new TreeMap<>();
    try (InputStream in = ComponentPagesTest.class.getResourceAsStream(file)) {
      JsonNode properties = new ObjectMapper().readTree(in).get("properties");
      properties
          .fields()
          .forEachRemaining(
              option -> {
                JsonNode value = option.getValue();
                if (value.get("kind").asText().equals("parameter")
                    && (!isCamels(option.getKey(), endpoint) || hasRow.contains(option.getKey()))) {
                  options.put(
                      option.getKey(),
                      value.get("type").asText() + ", " + value.path("defaultValue").asText());
                }
              });
    }
    return options;
  }

  /** Whether an option is inherited from one of Camel's classes. */
  private static boolean isCamels(String option, Class<?> endpoint) {
    String setter = "set" + option.substring(0, 1).toUpperCase(Locale.ROOT) + option.substring(1);
    return Stream.of(endpoint.getMethods())
        .filter(method -> method.getName().equals(setter))
        .anyMatch(method -> method.getDeclaringClass().getName().startsWith("org.apache.camel."));
  }

  private static Map<String, String> page(String scheme) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("docs/components", scheme + ".md"));
    Map<String, String> options = new TreeMap<>();
    boolean inside = false;
    for (String line : lines) {
      inside = line.startsWith(HEADER) || inside && line.startsWith("|");
      if (inside && line.startsWith("| `")) {
        String[] cells = line.split("\\|", -1);
        options.put(cell(cells[1]), cell(cells[2]) + ", " + cell(cells[3]));
      }
    }
    return options;
  }

  private static String cell(String text) {
    return text.strip().replace("`", "");
  }
}
