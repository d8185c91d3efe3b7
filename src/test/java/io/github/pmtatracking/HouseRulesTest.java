package io.github.pmtatracking;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.testing.RepositoryFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of CONTRIBUTING.md on files: their sizes, what they cite, where their tests are. */
class HouseRulesTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test/java");
  private static final int MAX_CLASSES = 30;
  private static final int MAX_LINES = 400;
  private static final int LINES_THAT_NEED_A_TEST = 100;

  /**
   * Classes of more than 100 lines without a test of their name, each with the test that covers it.
   * The list may only get shorter.
   */
  private static final Path LIST = Path.of("src/test/resources/house/covered-elsewhere.txt");

  /** Each run writes the list here as it is now. */
  private static final Path PRESENT = Path.of("target/covered-elsewhere.txt");

  @Test
  void aPackageHasAtMostThirtyClasses() throws IOException {
    Map<Path, Long> classes =
        sources(MAIN).stream().collect(groupingBy(Path::getParent, TreeMap::new, counting()));

    classes.values().removeIf(count -> count <= MAX_CLASSES);
    assertEquals(Map.of(), classes);
  }

  @Test
  void aPackageExplainsItselfAndIsNullMarked() throws IOException {
    Set<Path> without = new TreeSet<>();
    for (Path file : sources(MAIN)) {
      Path info = file.resolveSibling("package-info.java");
      if (!Files.exists(info) || !Files.readString(info).contains("@NullMarked")) {
        without.add(file.getParent());
      }
    }
    assertEquals(Set.of(), without);
  }

  @Test
  void aSourceFileHasAtMostFourHundredLines() throws IOException {
    Map<Path, Integer> tooLong = new TreeMap<>();
    List<Path> files = new ArrayList<>(sources(MAIN));
    files.addAll(sources(TESTS));
    for (Path file : files) {
      int lines = Files.readAllLines(file).size();
      if (lines > MAX_LINES) {
        tooLong.put(file, lines);
      }
    }
    assertEquals(Map.of(), tooLong);
  }

  @Test
  void eachPackageIsNullMarkedInItsPackageInfo() throws IOException {
    Set<Path> unmarked = new TreeSet<>();
    for (Path file : sources(MAIN)) {
      Path info = file.resolveSibling("package-info.java");
      if (!Files.exists(info) || !Files.readString(info).contains("\n@NullMarked\n")) {
        unmarked.add(info);
      }
    }
    assertEquals(Set.of(), unmarked, "NullAway checks only packages with @NullMarked");
  }

  @Test
  void noFileCitesAnythingOutsideOfTheRepository() throws IOException {
    // put together, so that this file does not contain them
    Pattern outside = Pattern.compile("FACTS\\.md|DESIGN\\.md|STYLE\\.md|\\.\\./" + "shared\\b");
    Set<String> citing = new TreeSet<>();
    for (Path file : RepositoryFiles.all()) {
      if (outside.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find()
          && !file.endsWith("HouseRulesTest.java")) {
        citing.add(file.toString());
      }
    }
    assertEquals(Set.of(), citing);
  }

  @Test
  void aClassOfMoreThanAHundredLinesHasATestOfItsName() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    for (String line : Files.readAllLines(LIST)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(" ", 2);
        listed.put(parts[0], parts.length == 1 ? "" : parts[1].strip());
      }
    }
    Map<String, String> present = new TreeMap<>();
    for (Path file : sources(MAIN)) {
      if (Files.readAllLines(file).size() > LINES_THAT_NEED_A_TEST && !hasTestOfItsName(file)) {
        String name = MAIN.relativize(file).toString();
        String covering = listed.getOrDefault(name, "");
        present.put(name, covering.isEmpty() ? mentioning(file) : covering);
      }
    }
    Files.createDirectories(PRESENT.getParent());
    Files.write(
        PRESENT, present.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());

    Set<String> more = new TreeSet<>(present.keySet());
    more.removeAll(listed.keySet());
    assertEquals(Set.of(), more, "write a test of the same name in the same package");
    Set<String> done = new TreeSet<>(listed.keySet());
    done.removeAll(present.keySet());
    assertEquals(Set.of(), done, "has a test now, or is gone: remove it from " + LIST);
    Set<String> tests = new TreeSet<>();
    for (Path test : sources(TESTS)) {
      tests.add(test.getFileName().toString().replace(".java", ""));
    }
    listed.values().removeIf(tests::contains);
    assertEquals(Map.of(), listed, "names no test that exists");
  }

  private static boolean hasTestOfItsName(Path file) {
    Path test = TESTS.resolve(MAIN.relativize(file));
    String name = file.getFileName().toString().replace(".java", "");
    return Stream.of("Test", "IT", "Properties")
        .anyMatch(end -> Files.exists(test.resolveSibling(name + end + ".java")));
  }

  /** A test that names the class, rather one of the same package; "?" if there is none. */
  private static String mentioning(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".java", "");
    Pattern word = Pattern.compile("\\b" + name + "\\b");
    Path own = TESTS.resolve(MAIN.relativize(file)).getParent();
    String found = "?";
    for (Path test : sources(TESTS)) {
      String testName = test.getFileName().toString().replace(".java", "");
      if (testName.matches(".*(Test|IT|Properties)")
          && (found.equals("?") || test.getParent().equals(own))
          && word.matcher(Files.readString(test)).find()) {
        found = testName;
      }
    }
    return found;
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .sorted()
          .toList();
    }
  }
}
