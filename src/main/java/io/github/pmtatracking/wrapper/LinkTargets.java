package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.link.TrackingUrl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Decides which values of {@code href} lead through the tracker (FACTS.md 7): absolute http and
 * https, nothing that a template engine has yet to fill in, nothing that leads to the tracker
 * already. Thread-safe.
 */
final class LinkTargets {
  /** Longest target, in octets of UTF-8; SparkPost refuses longer ones. */
  static final int LONGEST_TARGET = 4096;

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");
  private static final Pattern RELATIVE = Pattern.compile("[A-Za-z0-9/?._~-].*");

  /** How what a template engine fills in begins and ends. */
  private static final String[][] PLACEHOLDERS = {
    {"{{", "}}"}, {"{%", "%}"}, {"<%", "%>"}, {"*|", "|*"}, {"[[", "]]"}, {"%%", "%%"}, {"${", "}"}
  };

  private final TrackingUrl tracker;

  LinkTargets(TrackingUrl tracker) {
    this.tracker = tracker;
  }

  /**
   * Where a link leads.
   *
   * @param value of the attribute, as written
   * @param base what {@code <base href>} says, decoded; null without one
   * @return the absolute URL; null if the link is to stay as it is
   */
  @Nullable String target(String value, @Nullable String base) {
    String url = decoded(value);
    if (base != null && isRelative(url)) {
      url = resolved(base, url);
    }
    boolean tracked = isWeb(url) && isShortEnough(url) && isFinished(url) && !tracker.isOurs(url);
    return tracked ? url : null;
  }

  /** No control characters, and nothing left for a template engine. */
  private static boolean isFinished(String url) {
    boolean mayHoldPlaceholder = false;
    char previous = 0;
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c < ' ' || c == 0x7f) {
        return false;
      }
      mayHoldPlaceholder |= "{%|[".indexOf(c) >= 0 && "{<*[%$".indexOf(previous) >= 0;
      previous = c;
    }
    return !mayHoldPlaceholder || !holdsPlaceholder(url);
  }

  private static boolean holdsPlaceholder(String url) {
    for (String[] placeholder : PLACEHOLDERS) {
      int start = url.indexOf(placeholder[0]);
      if (start >= 0 && url.indexOf(placeholder[1], start + 2) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isShortEnough(String url) {
    return url.length() * 3 <= LONGEST_TARGET
        || url.getBytes(StandardCharsets.UTF_8).length <= LONGEST_TARGET;
  }

  /** An attribute's value without entities, nor the white space that readers drop from URLs. */
  static String decoded(String value) {
    String text = value.indexOf('&') < 0 ? value : withoutEntities(value);
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) <= ' ') {
      from++;
    }
    while (to > from && text.charAt(to - 1) <= ' ') {
      to--;
    }
    String url = text.substring(from, to);
    return url.indexOf('\n') < 0 && url.indexOf('\t') < 0 && url.indexOf('\r') < 0
        ? url
        : url.replaceAll("[\\t\\r\\n]", "");
  }

  private static String withoutEntities(String value) {
    // The one entity that nearly every link has must not cost a parser.
    String plain = value.replace("&amp;", "&");
    int entities = (value.length() - plain.length()) / 4;
    return value.chars().filter(c -> c == '&').count() == entities
        ? plain
        : Parser.unescapeEntities(value, true);
  }

  /** Whether it is http or https, with something of a host. */
  static boolean isWeb(String url) {
    int host = url.regionMatches(true, 0, "http://", 0, 7) ? 7 : 8;
    return (host == 7 || url.regionMatches(true, 0, "https://", 0, 8))
        && url.length() > host
        && "/?#\\".indexOf(url.charAt(host)) < 0;
  }

  private static boolean isRelative(String url) {
    return RELATIVE.matcher(url).matches() && !SCHEME.matcher(url).matches();
  }

  /** RFC 3986, 5.2, for a base that is http or https. */
  static String resolved(String base, String relative) {
    int authority = base.indexOf("//") + 2;
    int path = indexOfAny(base, "/?#", authority);
    if (relative.startsWith("//")) {
      return base.substring(0, authority - 2) + relative;
    }
    String root = base.substring(0, path);
    String basePath = base.substring(path, indexOfAny(base, "?#", path));
    if (relative.startsWith("?")) {
      return root + basePath + relative;
    }
    int query = indexOfAny(relative, "?#", 0);
    String full =
        relative.startsWith("/")
            ? relative.substring(0, query)
            : basePath.substring(0, basePath.lastIndexOf('/') + 1) + relative.substring(0, query);
    return root + withoutDots(full) + relative.substring(query);
  }

  private static int indexOfAny(String text, String wanted, int from) {
    int i = from;
    while (i < text.length() && wanted.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.replaceFirst("^/", "").split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (segments[i].equals("..")) {
        kept.pollLast();
      } else if (!segments[i].equals(".")) {
        kept.addLast(segments[i]);
        continue;
      }
      if (last) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }
}
