package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;

/**
 * An upper bound of the links in HTML, found in one fast pass.
 *
 * @param tags places that may be the start of a tag with a link, at least as many as there are
 * @param base whether there may be a {@code <base>}
 */
public record LinkCount(int tags, boolean base) {
  /** Counts in the view of a text. */
  public static LinkCount of(ByteRange view) {
    byte[] bytes = view.bytes();
    int last = view.to() - 1;
    int tags = 0;
    boolean base = false;
    for (int i = view.from(); i < last; i++) {
      if (bytes[i] == '<') {
        int next = bytes[i + 1] | 32;
        if (next == 'a' || next == 'v') {
          tags++;
        } else if (next == 'b') {
          base |= Ascii.startsWithIgnoringCase(bytes, i, view.to(), "<base");
        }
      }
    }
    return new LinkCount(tags, base);
  }
}
