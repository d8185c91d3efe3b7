package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;

/**
 * A quick look at HTML before anything is made of it.
 *
 * @param tags what may be the start of a tag that links, no less than there are
 * @param base whether there may be a {@code <base>}
 */
public record LinkCount(int tags, boolean base) {
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
