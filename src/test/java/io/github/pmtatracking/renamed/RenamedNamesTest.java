package io.github.pmtatracking.renamed;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table says the truth about the code, and docs/upgrading.md says what the table says. */
class RenamedNamesTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path ROUTES = Path.of("src/main/resources/routes");
  private static final RenamedNames NAMES = RenamedNames.load();

  private static String all(Path folder, String ending) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(ending)).sorted().toList()) {
        text.append(Files.readString(file)).append('\n');
      }
    }
    return text.toString();
  }

  private static Properties defaults() throws IOException {
    Properties defaults = new Properties();
    try (var in =
        Files.newBufferedReader(
            Path.of("src/main/resources/io/github/pmtatracking/settings/defaults.properties"))) {
      defaults.load(in);
    }
    return defaults;
  }

  private static List<String> newNames(NameKind kind) {
    return NAMES
        .rows(kind)
        .map(RenamedName::newName)
        .filter(name -> !name.equals(RenamedName.NONE))
        .toList();
  }

  private static boolean isBound(String bean, String sources) {
    return Pattern.compile("[bB]ind(Lazily)?\\(\\s*\"" + Pattern.quote(bean) + "\"")
        .matcher(sources)
        .find();
  }

  @Test
  void eachNewNameOfASettingIsASettingAndNoOldOneIs() throws IOException {
    Set<String> keys = defaults().stringPropertyNames();

    assertEquals(
        List.of(),
        newNames(NameKind.SETTING).stream().filter(name -> !keys.contains(name)).toList());
    assertEquals(
        List.of(),
        NAMES.rows(NameKind.SETTING).filter(row -> keys.contains(row.oldName())).toList());
  }

  @Test
  void eachNewNameOfABeanIsBoundAndNoOldOneIs() throws IOException {
    String sources = all(SOURCES, ".java");

    assertEquals(
        List.of(),
        newNames(NameKind.BEAN).stream().filter(name -> !isBound(name, sources)).toList());
    assertEquals(
        List.of(),
        NAMES.rows(NameKind.BEAN).filter(row -> isBound(row.oldName(), sources)).toList());
  }

  @Test
  void eachNewNameOfAMethodOrHeaderIsInTheSources() throws IOException {
    String sources = all(SOURCES, ".java");
    for (String method : newNames(NameKind.METHOD)) {
      String name = RenamedName.member(method);
      assertTrue(
          Pattern.compile("public [^=;(]*\\b" + name + "\\(|record [^{]*\\b" + name + "\\b")
              .matcher(sources)
              .find(),
          method);
      assertTrue(isBound(RenamedName.owner(method), sources), method);
    }
    for (String header : newNames(NameKind.HEADER)) {
      assertTrue(sources.contains("\"" + header + "\""), header);
    }
  }

  @Test
  void eachNewNameOfARouteOrItsConfigurationIsInTheRouteFiles() throws IOException {
    String routes = all(ROUTES, ".yaml") + all(SOURCES, ".java");
    for (NameKind kind : List.of(NameKind.ROUTE, NameKind.ROUTE_CONFIGURATION)) {
      for (String name : newNames(kind)) {
        assertTrue(
            Pattern.compile("(\\bid: |routeId\\(\")" + Pattern.quote(name) + "(?![\\w-])")
                .matcher(routes)
                .find(),
            name);
      }
    }
  }

  @Test
  void eachNewNameOfAClassIsAClassAndNoOldOneIs() {
    for (RenamedName row : NAMES.rows(NameKind.CLASS).toList()) {
      assertDoesNotThrow(() -> Class.forName(row.newName()), row.toString());
      assertThrows(
          ClassNotFoundException.class, () -> Class.forName(row.oldName()), row.toString());
    }
  }

  @Test
  void noRouteFileOfOursUsesAnOldName() throws IOException {
    OldRouteNames old = new OldRouteNames(NAMES);
    List<OldName> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROUTES)) {
      for (Path file : files.toList()) {
        found.addAll(old.inFile(file.toString(), Files.readAllLines(file)));
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void noPageUsesAnOldNameOfASettingBeanOrRouteConfiguration() throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    pages.remove(Path.of("docs/upgrading.md"));
    for (Path page : pages) {
      String text = Files.readString(page);
      for (RenamedName row : NAMES.rows()) {
        boolean checked =
            Set.of(NameKind.SETTING, NameKind.BEAN, NameKind.ROUTE_CONFIGURATION, NameKind.CLASS)
                .contains(row.kind());
        String old = Pattern.quote(row.oldName());
        String quoted = row.kind() == NameKind.BEAN ? "`" + old + "`" : old;
        if (checked
            && Pattern.compile("(?<![\\w.-])" + quoted + "(?![\\w-])").matcher(text).find()) {
          found.add(page + ": " + row.oldName());
        }
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void noNameIsRenamedTwiceAndNoNewNameIsOld() {
    Set<String> old = new HashSet<>();
    for (RenamedName row : NAMES.rows()) {
      assertTrue(old.add(row.kind() + row.oldName()), row.toString());
    }
    for (RenamedName row : NAMES.rows()) {
      assertFalse(old.contains(row.kind() + row.newName()), row.toString());
    }
  }

  @Test
  void thePageOnUpgradesShowsTheTable() throws IOException {
    List<String> expected =
        NAMES.rows().stream()
            .map(
                row ->
                    "| %s | `%s` | %s |"
                        .formatted(
                            row.kind().word(),
                            row.oldName(),
                            row.newName().equals(RenamedName.NONE)
                                ? "none"
                                : "`" + row.newName() + "`"))
            .toList();
    List<String> page = Files.readAllLines(Path.of("docs/upgrading.md"));
    int head = page.indexOf("| kind | old name | new name |");
    assertTrue(head > 0, "docs/upgrading.md lacks the table");
    List<String> shown =
        page.stream().skip(head + 2L).takeWhile(line -> line.startsWith("|")).toList();
    assertEquals(
        String.join("\n", expected), String.join("\n", shown), "the table of docs/upgrading.md");
  }
}
