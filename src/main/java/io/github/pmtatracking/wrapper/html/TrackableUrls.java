package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.link.TrackingUrl;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Decides which values of {@code href} are tracked (docs/formats.md, "Tracked links"): absolute
 * http and https URLs. URLs with placeholders of a template engine stay, and so do URLs that lead
 * to the tracker already. Thread-safe.
 */
public final class TrackableUrls {
  /** Longest target, in bytes of UTF-8; SparkPost refuses longer URLs. */
  public static final int MAX_TARGET_BYTES = 4096;

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");
  private static final Pattern RELATIVE = Pattern.compile("[A-Za-z0-9/?._~-].*");

  /** How placeholders of template engines begin and end. */
  private static final String[][] PLACEHOLDERS = {
    {"{{", "}}"}, {"{%", "%}"}, {"<%", "%>"}, {"*|", "|*"}, {"[[", "]]"}, {"%%", "%%"}, {"${", "}"}
  };

  private final TrackingUrl tracker;

  public TrackableUrls(TrackingUrl tracker) {
    this.tracker = tracker;
  }

  /**
   * Where a link leads.
   *
   * @param value of the attribute, as written
   * @param base the URL of {@code <base href>}; null without one
   * @return the absolute URL; null if the link is to stay as it is
   */
  @Nullable String target(String value, @Nullable BaseUrl base) {
    String url = decoded(value);
    if (base != null && isRelative(url)) {
      url = base.resolve(url, MAX_TARGET_BYTES);
    }
    boolean tracked =
        url != null && isWeb(url) && isShortEnough(url) && isFinished(url) && !tracker.isOurs(url);
    return tracked ? url : null;
  }

  /** Whether there is no control character and no placeholder of a template engine in it. */
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

  /** Whether it is not longer than {@link #MAX_TARGET_BYTES}. */
  static boolean isShortEnough(String url) {
    return url.length() * 3 <= MAX_TARGET_BYTES
        || url.length() <= MAX_TARGET_BYTES
            && url.getBytes(StandardCharsets.UTF_8).length <= MAX_TARGET_BYTES;
  }

  /**
   * An attribute's value with its entities resolved, without the white space that browsers drop.
   */
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
    // &amp; stands in nearly every link: it is replaced without a parser.
    String plain = value.replace("&amp;", "&");
    int entities = (value.length() - plain.length()) / 4;
    return value.chars().filter(c -> c == '&').count() == entities
        ? plain
        : Parser.unescapeEntities(value, true);
  }

  /** Whether it is an http or https URL with a host. */
  static boolean isWeb(String url) {
    int host = url.regionMatches(true, 0, "http://", 0, 7) ? 7 : 8;
    return (host == 7 || url.regionMatches(true, 0, "https://", 0, 8))
        && url.length() > host
        && "/?#\\".indexOf(url.charAt(host)) < 0;
  }

  private static boolean isRelative(String url) {
    return RELATIVE.matcher(url).matches() && !SCHEME.matcher(url).matches();
  }
}
