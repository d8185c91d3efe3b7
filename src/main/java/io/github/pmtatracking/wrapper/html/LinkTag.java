package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.RewriteLimitException;
import io.github.pmtatracking.wrapper.TrackingBudget;
import io.github.pmtatracking.wrapper.bytes.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tag that links: {@code a}, {@code area}, or a shape of Outlook's VML, with what its {@code
 * data-msys} attributes say (docs/formats.md, "Tracked links"). Valid while the tokenizer stands at
 * it.
 */
final class LinkTag {
  /** Longest name of a link, in bytes of UTF-8. */
  private static final int LONGEST_NAME = 63;

  /** Bytes of an attribute's value that are looked at: even with entities no link is as long. */
  private static final int LONGEST_VALUE = 65_536;

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

  /** The value of {@code href}; null if there is none or it is too long to be of use. */
  @Nullable String href() {
    int href = tag.attribute("href");
    return href < 0 || length(href) > LONGEST_VALUE ? null : value(href);
  }

  /** Whether there is an {@code href} at all. */
  boolean hasHref() {
    return tag.attribute("href") >= 0;
  }

  /** Adds what there is to change; {@code budget} counts it first. */
  void addEdits(
      TrackableUrls targets, @Nullable BaseUrl base, TrackingBudget budget, List<Edit> edits)
      throws RewriteLimitException {
    int href = tag.attribute("href");
    if (href < 0) {
      return;
    }
    int clickTrack = tag.attribute("data-msys-clicktrack");
    if (is(clickTrack, "0")) {
      budget.countLink(null, null, text.width());
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
    String linkName = name < 0 ? null : shortened(TrackableUrls.decoded(value(name)));
    budget.countLink(target, linkName, text.width());
    edits.add(link(href, target, linkName, is(unsubscribing, "1")));
    for (int used : new int[] {clickTrack, name, unsubscribing}) {
      if (used >= 0) {
        edits.add(removal(used));
      }
    }
  }

  private Edit.Link link(int href, String target, @Nullable String name, boolean unsubscribe) {
    int start = tag.attributeStart(href);
    return new Edit.Link(
        place(tag.valueStart(href)),
        place(tag.valueEnd(href)),
        place(Ascii.isBlank(text.view().bytes()[start - 1]) ? start - 1 : start),
        place(tag.attributeEnd(href)),
        target,
        name,
        unsubscribe);
  }

  private boolean is(int attribute, String wanted) {
    return attribute >= 0
        && length(attribute) <= LONGEST_VALUE
        && value(attribute).strip().equals(wanted);
  }

  private int length(int attribute) {
    return tag.valueEnd(attribute) - tag.valueStart(attribute);
  }

  private String value(int attribute) {
    int start = tag.valueStart(attribute) - origin;
    return text.characters(start, start + Math.min(length(attribute), LONGEST_VALUE));
  }

  private int place(int at) {
    return text.contentOffset(at - origin);
  }

  /** With the white space before it, unless that is needed to keep its neighbours apart. */
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

  /** Cut to 63 bytes, not within a character. */
  private static @Nullable String shortened(String name) {
    // A byte is the least that a character takes.
    String shorter = name.substring(0, Math.min(name.length(), LONGEST_NAME + 1));
    while (shorter.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
    }
    return shorter.isEmpty() ? null : shorter;
  }
}
