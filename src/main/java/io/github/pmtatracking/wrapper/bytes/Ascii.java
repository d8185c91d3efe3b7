package io.github.pmtatracking.wrapper.bytes;

import java.nio.charset.StandardCharsets;

/** Reading ASCII out of ranges of octets; ranges are from (inclusive) and to (exclusive). */
public final class Ascii {
  private Ascii() {}

  /** The octets as characters of the same numbers. */
  public static String latin1(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** The text, which is ASCII or at least ISO-8859-1, as octets. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The first place of an octet, or {@code to}. */
  public static int indexOf(byte[] octets, int from, int to, int wanted) {
    int i = from;
    while (i < to && octets[i] != wanted) {
      i++;
    }
    return i;
  }

  /** Behind the line feed that ends this line, or {@code to}. */
  public static int nextLine(byte[] octets, int from, int to) {
    return Math.min(indexOf(octets, from, to, '\n') + 1, to);
  }

  /** Whether the text, in lower case here and in any case there, starts at this place. */
  public static boolean startsWithIgnoringCase(byte[] octets, int from, int to, String lowerCase) {
    if (to - from < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if (lower(octets[from + i]) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the range is exactly this text, which is in lower case. */
  public static boolean equalsIgnoringCase(byte[] octets, int from, int to, String lowerCase) {
    return to - from == lowerCase.length() && startsWithIgnoringCase(octets, from, to, lowerCase);
  }

  static int lower(int octet) {
    return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
  }

  public static boolean isLetter(int octet) {
    int lower = octet | 32;
    return lower >= 'a' && lower <= 'z' && octet > 0;
  }

  /** White space of a line in a mail: space and tab. */
  public static boolean isBlank(int octet) {
    return octet == ' ' || octet == '\t';
  }

  /** White space of HTML: also line ends and form feed. */
  public static boolean isSpace(int octet) {
    return octet == ' ' || octet == '\n' || octet == '\t' || octet == '\r' || octet == '\f';
  }

  /** Value of a hexadecimal digit, or -1. */
  public static int hexDigit(int octet) {
    return octet < 0 ? -1 : Character.digit(octet, 16);
  }
}
