package io.github.pmtatracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.MarkdownLinks;
import io.github.pmtatracking.testing.RepositoryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The links of every page of the repository. DistributionIT does the same for the tar.gz. */
class LinksTest {
  /** A word such as LinksTest or DistributionIT, but not QUIT or XTest. */
  private static final Pattern TEST_NAME = Pattern.compile("\\b[A-Z]\\w*[a-z0-9](?:Test|IT)\\b");

  @Test
  void everyLinkOfAPageLeadsToAFileAndAHeading() throws IOException {
    List<Path> pages =
        RepositoryFiles.all().stream()
            .filter(file -> file.toString().endsWith(".md"))
            // a page of the tar.gz, where it lies in another folder
            .filter(file -> !file.startsWith("src"))
            .toList();

    assertTrue(pages.size() > 15, pages.toString());
    assertEquals(List.of(), MarkdownLinks.dead(pages));
  }

  @Test
  void theIndexOfDocsLinksEachPageOnce() throws IOException {
    List<String> linked = MarkdownLinks.targets(Path.of("docs/README.md"));
    List<String> pages =
        RepositoryFiles.all().stream()
            .filter(file -> file.startsWith("docs") && file.toString().endsWith(".md"))
            .map(file -> Path.of("docs").relativize(file).toString())
            .filter(page -> !page.equals("README.md") && !page.matches("adr/\\d.*"))
            .toList();

    assertEquals(linked.stream().distinct().toList(), linked, "each link once");
    assertEquals(List.of(), pages.stream().filter(page -> !linked.contains(page)).toList());
  }

  /** CHANGES.md names tests of earlier versions, too. */
  @Test
  void eachTestThatAPageNamesExists() throws IOException {
    List<Path> files = RepositoryFiles.all();
    Set<String> classes =
        files.stream()
            .filter(file -> file.startsWith("src/test") && file.toString().endsWith(".java"))
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    List<Path> pages =
        files.stream()
            .filter(file -> file.toString().endsWith(".md"))
            .filter(file -> file.startsWith("docs") || file.getNameCount() == 1)
            .filter(file -> !file.equals(Path.of("CHANGES.md")))
            .toList();

    int names = 0;
    List<String> unknown = new ArrayList<>();
    for (Path page : pages) {
      Matcher name = TEST_NAME.matcher(Files.readString(page));
      while (name.find()) {
        names++;
        if (!classes.contains(name.group())) {
          unknown.add(page + ": " + name.group());
        }
      }
    }

    assertTrue(names > 50, "names of tests in pages: " + names);
    assertEquals(List.of(), unknown);
  }
}
