package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Content of an HTML part in its charset. Its view lets markup be found without decoding: an array
 * with one byte for each place, where ASCII characters stand as themselves and all others as bytes
 * that are no markup.
 */
public interface HtmlText {
  /** The view. */
  ByteRange view();

  /** The byte offset in the content of a place in the view, counted from the view's start. */
  int contentOffset(int viewOffset);

  /**
   * The characters from one place of the view to another.
   *
   * @return null if a browser would show a replacement character
   */
  @Nullable String characters(int from, int to);

  /** The charset in which ASCII text is written here. */
  Charset markup();

  /** Whether markup that is inserted before a place of the view is read as markup. */
  default boolean takesMarkupAt(int viewOffset) {
    return true;
  }

  /** Bytes of an ASCII character. */
  default int width() {
    return 1;
  }

  /**
   * Memory that the view of a content takes beside it, in bytes.
   *
   * @param charset the part's parameter, null if it has none
   */
  static long viewLength(@Nullable String charset, long contentLength) {
    String name = charset == null ? null : Encodings.name(charset);
    if (Encodings.ISO_2022_JP.equals(name) || isWide(charset)) {
      return contentLength;
    }
    // A byte order mark makes any content UTF-16, whose view is half as long.
    return contentLength / 2;
  }

  /** Whether a charset is UTF-16. */
  static boolean isWide(@Nullable String charset) {
    String name = charset == null ? null : Encodings.name(charset);
    return Encodings.UTF_16LE.equals(name) || Encodings.UTF_16BE.equals(name);
  }

  /**
   * The content in a charset. A byte order mark wins over the parameter, as in browsers.
   *
   * @param charset the part's parameter, null if it has none
   * @return null if the charset is not known
   */
  static @Nullable HtmlText of(@Nullable String charset, ByteRange content) {
    Boolean bigEndian = Utf16Text.markedOrder(content);
    if (bigEndian != null) {
      return new Utf16Text(content, bigEndian, Utf16Text.MARK_LENGTH);
    }
    if (AsciiCompatibleText.hasUtf8Mark(content)) {
      return AsciiCompatibleText.ofMarkedUtf8(content);
    }
    if (charset == null || charset.isBlank()) {
      return AsciiCompatibleText.unlabelled(content);
    }
    if (isWide(charset)) {
      return Utf16Text.unmarked(charset, content);
    }
    if (Encodings.ISO_2022_JP.equals(Encodings.name(charset))) {
      return new Iso2022Text(content);
    }
    String label = charset.strip();
    if (label.equalsIgnoreCase("us-ascii") || label.equalsIgnoreCase("ascii")) {
      return AsciiCompatibleText.unlabelled(content);
    }
    TextDecoding decoding = Encodings.supersetOfAscii(charset);
    return decoding == null ? null : AsciiCompatibleText.of(content, decoding);
  }
}
