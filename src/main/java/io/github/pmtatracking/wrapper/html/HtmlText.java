package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Content of an HTML part in its charset. Its view lets markup be found without decoding: an array
 * with one byte for each place, where ASCII characters stand as themselves and all others as bytes
 * that are no markup.
 */
public interface HtmlText {
  /**
   * Charsets, by Java's names, in which the bytes of ASCII markup have no other meaning: the later
   * bytes of their multi-byte characters are 0x30 or above and are no markup.
   */
  Pattern SUPERSETS_OF_ASCII =
      Pattern.compile(
          "us-ascii|utf-8|iso-8859-\\d+|windows-\\d+j?|x-windows-(874|949|950)|gb2312|gbk|gb18030"
              + "|big5|big5-hkscs|shift_jis|euc-jp|euc-kr|x-euc-tw|koi8-[ru]|tis-620|x-mac[a-z]+"
              + "|ibm(437|85\\d|86\\d)");

  /** How mail names ISO-8859-6 and -8 whose text is in implicit or explicit order (RFC 1556). */
  Pattern DIRECTION_OF_ISO_8859 = Pattern.compile("^(iso-8859-\\d+)-[ie]$");

  /** The view. */
  ByteRange view();

  /** The byte offset in the content of a place in the view, counted from the view's start. */
  int contentOffset(int viewOffset);

  /** The characters from one place of the view to another. */
  String characters(int from, int to);

  /** The charset in which ASCII text is written here. */
  Charset markup();

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
    if (charset == null || charset.isBlank()) {
      return 0;
    }
    String name = charset.strip().toLowerCase(Locale.ROOT);
    Charset known = name.startsWith("utf-16") ? null : charset(name);
    boolean sevenBit =
        known != null && known.name().toLowerCase(Locale.ROOT).startsWith("iso-2022-jp");
    return name.startsWith("utf-16") || sevenBit ? contentLength : 0;
  }

  /**
   * The content in a charset.
   *
   * @param charset the part's parameter, null if it has none
   * @return null if the charset is not known
   */
  static @Nullable HtmlText of(@Nullable String charset, ByteRange content) {
    if (charset == null || charset.isBlank()) {
      return new AsciiCompatibleText(content, StandardCharsets.US_ASCII);
    }
    String name = charset.strip().toLowerCase(Locale.ROOT);
    if (name.equals("utf-16") || name.equals("utf-16le") || name.equals("utf-16be")) {
      return new Utf16Text(content, name);
    }
    Charset known = charset(DIRECTION_OF_ISO_8859.matcher(name).replaceFirst("$1"));
    if (known == null) {
      return null;
    }
    String canonical = known.name().toLowerCase(Locale.ROOT);
    if (canonical.startsWith("iso-2022-jp")) {
      return new Iso2022Text(content, known);
    }
    if (known.equals(StandardCharsets.ISO_8859_1)) {
      // Browsers read this name as windows-1252 (WHATWG Encoding, 4.2).
      known = Charset.forName("windows-1252");
    }
    return SUPERSETS_OF_ASCII.matcher(canonical).matches()
        ? new AsciiCompatibleText(content, known)
        : null;
  }

  private static @Nullable Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return null;
    }
  }
}
