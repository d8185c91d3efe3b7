package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Content in a superset of ASCII: the view is the content itself.
 *
 * @param content without the byte order mark
 * @param mark bytes of the byte order mark before it
 */
record AsciiCompatibleText(ByteRange content, int mark, TextDecoding decoding) implements HtmlText {
  private static final int UTF8_MARK_LENGTH = 3;

  static AsciiCompatibleText of(ByteRange content, TextDecoding decoding) {
    return new AsciiCompatibleText(content, 0, decoding);
  }

  /**
   * Content without a charset, or in US-ASCII. Bytes beyond ASCII are UTF-8 if they are valid
   * UTF-8, otherwise windows-1252 as in browsers.
   */
  static AsciiCompatibleText unlabelled(ByteRange content) {
    TextDecoding latin = Encodings.supersetOfAscii("windows-1252");
    return of(
        content,
        (bytes, from, to) -> {
          String utf8 = Encodings.UTF_8.decode(bytes, from, to);
          return utf8 != null || latin == null ? utf8 : latin.decode(bytes, from, to);
        });
  }

  /** Whether the content begins with the byte order mark of UTF-8. */
  static boolean hasUtf8Mark(ByteRange content) {
    byte[] bytes = content.bytes();
    int at = content.from();
    return content.length() >= UTF8_MARK_LENGTH
        && (bytes[at] & 255) == 0xef
        && (bytes[at + 1] & 255) == 0xbb
        && (bytes[at + 2] & 255) == 0xbf;
  }

  /** UTF-8 behind its mark; no markup is inserted before the mark. */
  static AsciiCompatibleText ofMarkedUtf8(ByteRange content) {
    ByteRange text =
        new ByteRange(content.bytes(), content.from() + UTF8_MARK_LENGTH, content.to());
    return new AsciiCompatibleText(text, UTF8_MARK_LENGTH, Encodings.UTF_8);
  }

  @Override
  public ByteRange view() {
    return content;
  }

  @Override
  public int contentOffset(int viewOffset) {
    return mark + viewOffset;
  }

  @Override
  public @Nullable String characters(int from, int to) {
    int start = content.from() + from;
    int end = content.from() + to;
    boolean ascii = true;
    for (int i = start; i < end && ascii; i++) {
      ascii = content.bytes()[i] >= 0;
    }
    return ascii
        ? Ascii.latin1(content.bytes(), start, end)
        : decoding.decode(content.bytes(), start, end);
  }

  @Override
  public Charset markup() {
    return StandardCharsets.ISO_8859_1;
  }
}
