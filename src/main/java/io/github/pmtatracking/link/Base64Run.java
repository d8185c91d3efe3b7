package io.github.pmtatracking.link;

import java.util.Arrays;

/**
 * Characters of base64url (RFC 4648, 5) gathered from a text, the octets that they stand for, and
 * the marks where other characters stood between them: there the link may have ended. Not
 * thread-safe.
 */
final class Base64Run {
  private final byte[] octets;
  private int[] marks = new int[8];
  private int markCount;
  private int characters;
  private int bits;

  /** Starts with room for so many characters. */
  Base64Run(int maxCharacters) {
    octets = new byte[maxCharacters * 6 / 8 + 1];
  }

  /** What a character stands for, 0 to 63; -1 if it is none of base64url. */
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
      octets[octets() - 1] = (byte) (bits >> unused);
    }
  }

  /** Another character stood here, or the text ended. */
  void mark() {
    if (markCount == marks.length) {
      marks = Arrays.copyOf(marks, markCount * 2);
    }
    marks[markCount++] = octets();
  }

  int characters() {
    return characters;
  }

  /** How many whole octets there are; bits beyond them, as a link without padding has, are none. */
  int octets() {
    return characters * 6 / 8;
  }

  int octet(int index) {
    return octets[index] & 0xff;
  }

  /** The octets, in an array of the run that may be longer. */
  byte[] buffer() {
    return octets;
  }

  /** Whether the link may have ended after so many octets. */
  boolean isMarkedAt(int octetCount) {
    return Arrays.binarySearch(marks, 0, markCount, octetCount) >= 0;
  }
}
