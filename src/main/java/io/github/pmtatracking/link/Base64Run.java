package io.github.pmtatracking.link;

import java.util.Arrays;

/**
 * Characters of base64url (RFC 4648, 5) collected from a text, the bytes that they encode, and
 * marks at the places of other characters: the link may have ended there. Not thread-safe.
 */
final class Base64Run {
  private final byte[] bytes;
  private int[] marks = new int[8];
  private int markCount;
  private int characters;
  private int bits;

  /** An empty run for at most so many characters. */
  Base64Run(int maxCharacters) {
    bytes = new byte[maxCharacters * 6 / 8 + 1];
  }

  /** The value of a character, 0 to 63; -1 if it does not belong to base64url. */
  static int value(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '-' ? 62 : c == '_' ? 63 : -1;
  }

  void add(int value) {
    bits = bits << 6 | value;
    characters++;
    int unused = characters * 6 % 8;
    if (unused != 6) {
      bytes[length() - 1] = (byte) (bits >> unused);
    }
  }

  /** Marks the place of another character, or the end of the text. */
  void mark() {
    if (markCount == marks.length) {
      marks = Arrays.copyOf(marks, markCount * 2);
    }
    marks[markCount++] = length();
  }

  int characters() {
    return characters;
  }

  /**
   * The number of complete bytes; the bits after them, as in a link without padding, do not count.
   */
  int length() {
    return characters * 6 / 8;
  }

  int byteAt(int index) {
    return bytes[index] & 0xff;
  }

  /** The bytes, in an array of the run that may be longer. */
  byte[] buffer() {
    return bytes;
  }

  /** Whether the link may have ended after so many bytes. */
  boolean isMarkedAt(int byteCount) {
    return Arrays.binarySearch(marks, 0, markCount, byteCount) >= 0;
  }
}
