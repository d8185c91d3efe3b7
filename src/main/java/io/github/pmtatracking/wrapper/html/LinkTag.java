package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tag that holds a link ({@code a}, {@code area}, or a shape of Outlook's VML) and its {@code
 * data-msys} attributes (docs/formats.md, "Tracked links"). Valid until the tokenizer moves on.
 */
final class LinkTag {
  /** Longest name of a link, in bytes of UTF-8. */
  private static final int MAX_NAME_BYTES = 63;

  /** Bytes of an attribute's value that are read: no link is longer, even with entities. */
  private static final int MAX_VALUE_BYTES = 65_536;

  private static final int MAX_SUB_PATH_BYTES = 255;

  /** Segments of a URL's path (RFC 3986, 3.3), at least one character, none of dots only. */
  private static final Pattern SUB_PATH =
      Pattern.compile(
          "/*(?!\\.+(/|$))[A-Za-z0-9._~!$&'()*+,;=:@-]+(/(?!\\.+(/|$))[A-Za-z0-9._~!$&'()*+,;=:@-]+)*/*");

  private final HtmlTokenizer tag;
  private final HtmlText text;
  private final int origin;

  LinkTag(HtmlTokenizer tag, HtmlText text) {
    this.tag = tag;
    this.text = text;
    this.origin = text.view().from();
  }

  static boolean isLink(HtmlTokenizer tag, byte[] html) {
    int length = tag.nameEnd() - tag.nameStart();
    return length == 1 && tag.isNamed("a")
        || length == 4 && tag.isNamed("area")
        || length > 2 && Ascii.startsWithIgnoringCase(html, tag.nameStart(), tag.nameEnd(), "v:");
  }

  /**
   * The value of {@code href}; null if there is none, or if it is too long for a link or not in the
   * part's charset.
   */
  @Nullable String href() {
    int href = tag.attribute("href");
    return href < 0 || length(href) > MAX_VALUE_BYTES ? null : value(href);
  }

  /** Whether there is an {@code href} at all. */
  boolean hasHref() {
    return tag.attribute("href") >= 0;
  }

  /**
   * Adds the edits of this tag.
   *
   * @throws LinkLimitException if the budget has no room for the link
   */
  void addEdits(TrackableUrls targets, @Nullable BaseUrl base, LinkBudget budget, List<Edit> edits)
      throws LinkLimitException {
    int href = tag.attribute("href");
    if (href < 0) {
      return;
    }
    int clickTrack = tag.attribute("data-msys-clicktrack");
    if (is(clickTrack, "0")) {
      count(budget, null, null);
      edits.add(removal(clickTrack));
      return;
    }
    String value = href();
    String target = value == null ? null : targets.target(value, base);
    if (target == null) {
      return;
    }
    int name = tag.attribute("data-msys-linkname");
    int unsubscribing = tag.attribute("data-msys-unsubscribe");
    String named = name < 0 ? null : value(name);
    String linkName = named == null ? null : shortened(TrackableUrls.decoded(named));
    int sublink = tag.attribute("data-msys-sublink");
    String subPath = sublink < 0 ? null : subPath(sublink);
    count(budget, target, joined(linkName, subPath));
    edits.add(link(href, target, linkName, is(unsubscribing, "1"), subPath));
    for (int used : new int[] {clickTrack, name, unsubscribing, sublink}) {
      if (used >= 0) {
        edits.add(removal(used));
      }
    }
  }

  private void count(LinkBudget budget, @Nullable String target, @Nullable String name)
      throws LinkLimitException {
    if (!budget.take(target, name, text.width())) {
      throw new LinkLimitException();
    }
  }

  /** The path that SparkPost puts into the URL of a deep link, without slashes at its ends. */
  private @Nullable String subPath(int attribute) {
    String value = length(attribute) > MAX_SUB_PATH_BYTES ? null : value(attribute);
    String path = value == null ? "" : TrackableUrls.decoded(value).strip();
    return SUB_PATH.matcher(path).matches() ? path.replaceAll("^/+|/+$", "") : null;
  }

  private static @Nullable String joined(@Nullable String name, @Nullable String subPath) {
    return name == null ? subPath : subPath == null ? name : name + subPath;
  }

  private Edit.Link link(
      int href,
      String target,
      @Nullable String name,
      boolean unsubscribe,
      @Nullable String subPath) {
    int start = tag.attributeStart(href);
    return new Edit.Link(
        place(tag.valueStart(href)),
        place(tag.valueEnd(href)),
        place(Ascii.isBlank(text.view().bytes()[start - 1]) ? start - 1 : start),
        place(tag.attributeEnd(href)),
        target,
        name,
        unsubscribe,
        subPath);
  }

  private boolean is(int attribute, String wanted) {
    if (attribute < 0 || length(attribute) > MAX_VALUE_BYTES) {
      return false;
    }
    String value = value(attribute);
    return value != null && value.strip().equals(wanted);
  }

  private int length(int attribute) {
    return tag.valueEnd(attribute) - tag.valueStart(attribute);
  }

  private @Nullable String value(int attribute) {
    int start = tag.valueStart(attribute) - origin;
    return text.characters(start, start + Math.min(length(attribute), MAX_VALUE_BYTES));
  }

  private int place(int at) {
    return text.contentOffset(at - origin);
  }

  /** Removes the white space before it too, unless that separates its neighbours. */
  private Edit.Removal removal(int attribute) {
    byte[] html = text.view().bytes();
    int start = tag.attributeStart(attribute);
    int end = tag.attributeEnd(attribute);
    if (html[end] == '>' || Ascii.isSpace(html[end])) {
      while (Ascii.isSpace(html[start - 1])) {
        start--;
      }
    }
    return new Edit.Removal(place(start), place(end));
  }

  /** The name, cut at 63 bytes but not within a character; null if it is empty. */
  private static @Nullable String shortened(String name) {
    // A character takes at least one byte.
    String shorter = name.substring(0, Math.min(name.length(), MAX_NAME_BYTES + 1));
    while (shorter.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
    }
    return shorter.isEmpty() ? null : shorter;
  }
}
