package io.github.pmtatracking.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The relative links of Markdown pages. */
public final class MarkdownLinks {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");

  private MarkdownLinks() {}

  /** The relative links of a page, in their order, as they are written. */
  public static List<String> targets(Path page) throws IOException {
    List<String> targets = new ArrayList<>();
    Matcher link = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
    while (link.find()) {
      if (!link.group(1).matches("[a-z]+:.*")) {
        targets.add(link.group(1));
      }
    }
    return targets;
  }

  /** Links to a file that does not exist, or to a heading that its page does not have. */
  public static List<String> dead(List<Path> pages) throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path page : pages) {
      for (String target : targets(page)) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path linked = file.isEmpty() ? page : page.resolveSibling(file);
        if (!Files.exists(linked)
            || (hash >= 0
                && file.endsWith(".md")
                && !anchors(linked).contains(target.substring(hash + 1)))) {
          dead.add(page + ": " + target);
        }
      }
    }
    return dead;
  }

  /** The headings of a page as GitHub names them in links. */
  private static List<String> anchors(Path page) throws IOException {
    return CODE.matcher(Files.readString(page))
        .replaceAll("")
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\p{L}\\p{N}\\s_-]", "").strip().replace(' ', '-'))
        .toList();
  }
}
