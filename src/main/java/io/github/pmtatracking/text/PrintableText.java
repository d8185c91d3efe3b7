package io.github.pmtatracking.text;

import java.util.HexFormat;

/**
 * Text from outside, fit for a log that is read at a terminal. A character that could begin a line
 * or an escape sequence, or that changes the direction of writing or is invisible, is written as
 * {@code \\u001b}, {@code \\u202e} and so on.
 */
public final class PrintableText {
  private static final HexFormat HEX = HexFormat.of();

  private PrintableText() {}

  /** The text with such characters escaped. */
  public static String of(String text) {
    return of(text, Integer.MAX_VALUE - 3);
  }

  /**
   * The text with such characters escaped, and cut.
   *
   * @param maxCharacters of the result, without the three full stops behind a text that was cut
   */
  public static String of(String text, int maxCharacters) {
    if (text.length() <= maxCharacters && isPrintable(text)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(Math.min(text.length(), maxCharacters) + 16);
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int before = escaped.length();
      append(escaped, point);
      if (escaped.length() > maxCharacters) {
        escaped.setLength(before);
        return escaped.append("...").toString();
      }
      i += Character.charCount(point);
    }
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int point) {
    if (isPrintable(point)) {
      escaped.appendCodePoint(point);
      return;
    }
    for (char c : Character.toChars(point)) {
      escaped.append("\\u").append(HEX.toHexDigits(c));
    }
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7f) {
        return text.codePoints().allMatch(PrintableText::isPrintable);
      }
    }
    return true;
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
