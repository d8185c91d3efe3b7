package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/**
 * Takes the tracking out of HTML again by laying it beside the original: what stands between two
 * tracking URLs must stand there too, and where one stands the original has an attribute's value.
 * Written against the output alone; line ends within the tags that we touch are free.
 */
public final class Unwrapping {
  private static final Pattern TRACKED =
      Pattern.compile(
          "(?s)(?<pixel><img\\s+src=\"(?<picture>https://track\\.example\\.net/t/[\\w=-]+)\"[^>]*>)"
              + "|(?<link>https://track\\.example\\.net/t/[\\w=-]+)");

  private final String original;
  private final List<TrackingLink> links = new ArrayList<>();
  private final List<Action> pixels = new ArrayList<>();
  private int at;

  private Unwrapping(String original) {
    this.original = original;
  }

  /** Checks that one came of the other, and tells what was tracked. */
  public static Unwrapping of(String original, String rewritten) {
    Unwrapping unwrapping = new Unwrapping(original);
    Matcher tracked = TRACKED.matcher(rewritten);
    int literal = 0;
    while (tracked.find()) {
      unwrapping.literal(rewritten.substring(literal, tracked.start()));
      if (tracked.group("pixel") != null) {
        unwrapping.pixels.add(Mail.decode(tracked.group("picture")).action());
      } else {
        unwrapping.link(Mail.decode(tracked.group("link")), rewritten.charAt(tracked.start() - 1));
      }
      literal = tracked.end();
    }
    unwrapping.literal(rewritten.substring(literal));
    assertEquals(original.length(), unwrapping.at, "all of the original is there");
    return unwrapping;
  }

  public List<TrackingLink> links() {
    return links;
  }

  public List<Action> pixels() {
    return pixels;
  }

  private void literal(String expected) {
    int i = 0;
    while (i < expected.length()) {
      if (at < original.length() && original.charAt(at) == expected.charAt(i)) {
        at++;
        i++;
      } else {
        assertTrue(
            expected.startsWith("\r\n", i),
            () ->
                "differs at "
                    + at
                    + ": "
                    + original.substring(at, Math.min(original.length(), at + 80)));
        i += 2;
      }
    }
  }

  private void link(TrackingLink link, char before) {
    int end = at;
    while (before == '"' || before == '\''
        ? original.charAt(end) != before
        : " \r\n\t>".indexOf(original.charAt(end)) < 0) {
      end++;
    }
    String value =
        Parser.unescapeEntities(original.substring(at, end), true)
            .strip()
            .replaceAll("[\r\n\t]", "");
    if (value.startsWith("/")) {
      assertTrue(link.targetUrl().endsWith(value), link.targetUrl());
    } else {
      assertEquals(value, link.targetUrl());
    }
    links.add(link);
    at = end;
  }
}
