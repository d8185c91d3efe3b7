package io.github.pmtatracking.wrapper.bytes;

import java.nio.charset.StandardCharsets;

/** Reads ASCII in ranges of bytes. A range is from (inclusive) to (exclusive). */
public final class Ascii {
  private Ascii() {}

  /** The bytes as characters of the same numbers. */
  public static String latin1(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** The bytes of a text in ASCII or ISO-8859-1. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The first place of a byte; {@code to} if it is not in the range. */
  public static int indexOf(byte[] bytes, int from, int to, int wanted) {
    int i = from;
    while (i < to && bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  /** The place behind the line feed that ends this line; {@code to} if there is none. */
  public static int nextLine(byte[] bytes, int from, int to) {
    return Math.min(indexOf(bytes, from, to, '\n') + 1, to);
  }

  /** Whether the bytes start with this lower case text, in upper or lower case. */
  public static boolean startsWithIgnoringCase(byte[] bytes, int from, int to, String lowerCase) {
    if (to - from < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if (lower(bytes[from + i]) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the range is exactly this lower case text, in upper or lower case. */
  public static boolean equalsIgnoringCase(byte[] bytes, int from, int to, String lowerCase) {
    return to - from == lowerCase.length() && startsWithIgnoringCase(bytes, from, to, lowerCase);
  }

  static int lower(int b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  public static boolean isLetter(int b) {
    int lower = b | 32;
    return lower >= 'a' && lower <= 'z' && b > 0;
  }

  /** White space of a line in a mail: space and tab. */
  public static boolean isBlank(int b) {
    return b == ' ' || b == '\t';
  }

  /** White space of HTML: also line ends and form feed. */
  public static boolean isSpace(int b) {
    return b == ' ' || b == '\n' || b == '\t' || b == '\r' || b == '\f';
  }

  /** Value of a hexadecimal digit, or -1. */
  public static int hexDigit(int b) {
    return b < 0 ? -1 : Character.digit(b, 16);
  }
}
