package io.github.pmtatracking.wrapper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tag that links: {@code a}, {@code area}, or a shape of Outlook's VML, with what its {@code
 * data-msys} attributes say (FACTS.md 7).
 */
final class LinkTag {
  /** Longest name of a link, in octets of UTF-8. */
  private static final int LONGEST_NAME = 63;

  private final String href;
  private final int valueStart;
  private final int valueEnd;
  private final int attributeStart;
  private final int attributeEnd;
  private final boolean off;
  private final @Nullable String linkName;
  private final boolean unsubscribe;
  private final List<Edit.Removal> switchOff;
  private final List<Edit.Removal> used;

  private LinkTag(HtmlTokenizer tag, int hrefAttribute, HtmlText text) {
    int origin = text.view().from();
    Attributes attributes = new Attributes(tag, text, origin);
    href = attributes.value(hrefAttribute);
    valueStart = tag.valueStart(hrefAttribute) - origin;
    valueEnd = tag.valueEnd(hrefAttribute) - origin;
    int start = tag.attributeStart(hrefAttribute);
    attributeStart = (Octets.isBlank(text.view().octets()[start - 1]) ? start - 1 : start) - origin;
    attributeEnd = tag.attributeEnd(hrefAttribute) - origin;

    int clickTrack = tag.attribute("data-msys-clicktrack");
    int name = tag.attribute("data-msys-linkname");
    int unsubscribing = tag.attribute("data-msys-unsubscribe");
    off = clickTrack >= 0 && attributes.value(clickTrack).strip().equals("0");
    linkName = name < 0 ? null : shortened(LinkTargets.decoded(attributes.value(name)));
    unsubscribe = unsubscribing >= 0 && attributes.value(unsubscribing).strip().equals("1");
    switchOff = attributes.removals(clickTrack);
    used = attributes.removals(clickTrack, name, unsubscribing);
  }

  static boolean isLink(HtmlTokenizer tag, byte[] html) {
    int length = tag.nameEnd() - tag.nameStart();
    return length == 1 && tag.isNamed("a")
        || length == 4 && tag.isNamed("area")
        || length > 2 && Octets.startsWithIgnoringCase(html, tag.nameStart(), tag.nameEnd(), "v:");
  }

  /** The link in a tag, or null if it has no {@code href}. */
  static @Nullable LinkTag of(HtmlTokenizer tag, HtmlText text) {
    int href = tag.attribute("href");
    return href < 0 ? null : new LinkTag(tag, href, text);
  }

  void addEdits(LinkTargets targets, @Nullable String base, List<Edit> edits) {
    if (off) {
      edits.addAll(switchOff);
      return;
    }
    String target = targets.target(href, base);
    if (target != null) {
      edits.add(
          new Edit.Link(
              valueStart, valueEnd, attributeStart, attributeEnd, target, linkName, unsubscribe));
      edits.addAll(used);
    }
  }

  /** Cut to 63 octets, not within a character. */
  private static @Nullable String shortened(String name) {
    // An octet is the least that a character takes.
    String shorter = name.substring(0, Math.min(name.length(), LONGEST_NAME + 1));
    while (shorter.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
    }
    return shorter.isEmpty() ? null : shorter;
  }

  private record Attributes(HtmlTokenizer tag, HtmlText text, int origin) {
    String value(int attribute) {
      return text.characters(tag.valueStart(attribute) - origin, tag.valueEnd(attribute) - origin);
    }

    List<Edit.Removal> removals(int... attributes) {
      List<Edit.Removal> removals = new ArrayList<>(0);
      for (int attribute : attributes) {
        if (attribute >= 0) {
          removals.add(removal(attribute));
        }
      }
      return removals;
    }

    /** With the white space before it, unless that is needed to keep its neighbours apart. */
    private Edit.Removal removal(int attribute) {
      byte[] html = text.view().octets();
      int start = tag.attributeStart(attribute);
      int end = tag.attributeEnd(attribute);
      if (html[end] == '>' || Octets.isSpace(html[end])) {
        while (Octets.isSpace(html[start - 1])) {
          start--;
        }
      }
      return new Edit.Removal(start - origin, end - origin);
    }
  }
}
