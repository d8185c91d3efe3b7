package io.github.pmtatracking.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.github.pmtatracking.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What STYLE asks of every route file: an operator, Kaoto and a JMX console should get along with
 * it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/routes");
  private static final int ONE_SCREEN = 65;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}:]+)(:[^}]*)?}}");

  private JsonSchema schema;

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream();
    }
  }

  @BeforeAll
  void readSchema() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/schema/camelYamlDsl.json")) {
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(in);
    }
  }

  private static JsonNode read(Path file) throws IOException {
    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return new ObjectMapper().valueToTree(yaml);
  }

  @ParameterizedTest
  @MethodSource("files")
  void isCanonicalYamlDsl(Path file) throws IOException {
    Set<ValidationMessage> faults = schema.validate(read(file).toString(), InputFormat.JSON);
    assertEquals(Set.of(), faults);
  }

  @ParameterizedTest
  @MethodSource("files")
  void fitsOnOneScreenAndLeavesNoCommentBehind(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.size() <= ONE_SCREEN, lines.size() + " lines");
    assertEquals(
        List.of(),
        lines.stream().filter(line -> line.strip().startsWith("#")).toList(),
        "Kaoto drops comments");
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyRouteHasAnIdAndSaysWhatItDoes(Path file) throws IOException {
    for (JsonNode element : read(file)) {
      JsonNode route = element.elements().next();
      assertFalse(route.path("id").asText().isEmpty(), "no id: " + route);
      if (element.has("route")) {
        assertFalse(
            route.path("description").asText().isEmpty(), "no description: " + route.path("id"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyPlaceholderIsASettingWithADefault(Path file) throws IOException {
    Settings settings = Settings.load(null, Map.of(), Map.of());
    Matcher matcher = PLACEHOLDER.matcher(Files.readString(file));
    List<String> unknown = new ArrayList<>();
    while (matcher.find()) {
      boolean function = matcher.group(1).equals("bean");
      if (!function && !settings.asProperties().containsKey(matcher.group(1))) {
        unknown.add(matcher.group(1));
      }
    }
    assertEquals(List.of(), unknown);
  }

  @ParameterizedTest
  @MethodSource("files")
  void usesNoLanguageThatNeedsAProgrammer(Path file) throws IOException {
    String text = Files.readString(file);
    for (String word : List.of("groovy:", "toD:", "process:", "java:", "mvel:", "ognl:", "js:")) {
      assertFalse(Pattern.compile("(?m)^\\s*-?\\s*" + word).matcher(text).find(), word);
    }
  }
}
