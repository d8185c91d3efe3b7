package io.github.pmtatracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.MarkdownLinks;
import io.github.pmtatracking.testing.RepositoryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The links of every page of the repository. DistributionIT does the same for the tar.gz. */
class LinksTest {
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
}
