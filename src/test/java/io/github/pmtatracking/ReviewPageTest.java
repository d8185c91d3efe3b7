package io.github.pmtatracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of findings names tests that exist. */
class ReviewPageTest {
  private static final Path PAGE = Path.of("docs/dev/review-2026-11.md");

  /** A test class, or a method of the class that was named last. */
  private static final Pattern NAME =
      Pattern.compile("\\b([A-Z][a-z]\\w*(?:Test|IT))\\b|(?<=IT|Test|, )#([a-z]\\w+)");

  @Test
  void everyTestThatThePageNamesIsThere() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    int names = 0;
    for (String line : Files.readAllLines(PAGE)) {
      String source = "";
      Matcher name = NAME.matcher(line);
      while (name.find()) {
        names++;
        if (name.group(1) != null) {
          source = sources.getOrDefault(name.group(1), "");
        }
        boolean known =
            name.group(1) != null
                ? sources.containsKey(name.group(1))
                : source.contains(" " + name.group(2) + "(");
        if (!known) {
          missing.add(name.group() + " in: " + line);
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(names > 100, "only " + names + " names were found");
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.put(name, Files.readString(file));
      }
    }
    return sources;
  }
}
