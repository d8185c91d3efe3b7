package io.github.pmtatracking.wrapper;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** What jsoup finds to track in HTML: the judge of our own tokenizer. */
final class JsoupLinks {
  private static final Pattern CONDITIONAL = Pattern.compile("(?is)^\\[if[^>]*>(.*)$");

  private JsoupLinks() {}

  /** Targets of all links that have to be tracked, in the order of the document. */
  static List<String> eligible(String html) {
    List<String> found = new ArrayList<>();
    collect(Jsoup.parse(html), found);
    return found;
  }

  private static void collect(Document document, List<String> found) {
    document.traverse(
        (node, depth) -> {
          if (node instanceof Element element && links(element)) {
            String href = element.attr("href").strip().replaceAll("[\r\n\t]", "");
            if (href.matches("(?is)https?://[^/?#].*")
                && !href.matches(
                    "(?s).*(\\{\\{.*}}|<%.*%>|\\*\\|.*\\|\\*|\\[\\[.*]]|%%.*%%|\\$\\{.*}|\\{%.*%}).*")
                && !href.startsWith("https://track.example.net/t/")) {
              found.add(href);
            }
          } else if (node instanceof Comment comment) {
            Matcher conditional = CONDITIONAL.matcher(comment.getData());
            if (conditional.matches()) {
              // In a fragment of table cells an HTML parser would drop what it does not expect.
              collect(Parser.xmlParser().parseInput(conditional.group(1), ""), found);
            }
          }
        });
  }

  private static boolean links(Element element) {
    String name = element.tagName().toLowerCase(java.util.Locale.ROOT);
    return element.hasAttr("href")
        && !element.attr("data-msys-clicktrack").equals("0")
        && (name.equals("a") || name.equals("area") || name.startsWith("v:"));
  }
}
