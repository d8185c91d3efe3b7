package io.github.pmtatracking.json;

import java.util.Arrays;

/**
 * Writes JSON text as UTF-8 octets into one growing buffer, which is kept when the writer is {@link
 * #reset}. Escapes as Go's encoder does ({@code <}, {@code >}, {@code &}, U+2028, U+2029 too;
 * docs/formats.md, "Link JSON"); half a surrogate pair becomes U+FFFD. Not thread-safe.
 */
public final class JsonWriter {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /** The characters of ASCII that stand for themselves in a string. */
  private static final boolean[] PLAIN = new boolean[0x80];

  static {
    for (char c = 0x20; c < PLAIN.length; c++) {
      PLAIN[c] = "\"\\<>&".indexOf(c) < 0;
    }
  }

  private byte[] buffer;
  private int length;

  /** Starts with room for so many octets. */
  public JsonWriter(int capacity) {
    buffer = new byte[capacity];
  }

  /** Forgets what was written. */
  public void reset() {
    length = 0;
  }

  /** The octets written so far, in an array of the writer: valid until its next call. */
  public byte[] buffer() {
    return buffer;
  }

  /** How many octets were written. */
  public int length() {
    return length;
  }

  /** A copy of the octets written so far. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, length);
  }

  /** Writes ASCII as it is: punctuation, names, numbers. */
  public JsonWriter raw(String ascii) {
    reserve(ascii.length());
    copy(ascii, 0, ascii.length());
    return this;
  }

  /** Writes a quoted string. */
  public JsonWriter string(String value) {
    // The worst case, a character as \\u001f, once for the whole string instead of once a
    // character.
    reserve(value.length() * 6 + 2);
    buffer[length++] = '"';
    int plain = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x80 && PLAIN[c]) {
        continue;
      }
      copy(value, plain, i);
      if (c >= 0x80) {
        i += beyondAscii(value, i, c);
      } else {
        escape(c);
      }
      plain = i + 1;
    }
    copy(value, plain, value.length());
    buffer[length++] = '"';
    return this;
  }

  @SuppressWarnings(
      "deprecation") // getBytes(int, int, byte[], int) is the one copy without an array
  private void copy(String ascii, int from, int to) {
    ascii.getBytes(from, to, buffer, length);
    length += to - from;
  }

  private void escape(char c) {
    buffer[length++] = '\\';
    switch (c) {
      case '"', '\\' -> buffer[length++] = (byte) c;
      case '\n' -> buffer[length++] = 'n';
      case '\r' -> buffer[length++] = 'r';
      case '\t' -> buffer[length++] = 't';
      default -> {
        buffer[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
          buffer[length++] = (byte) HEX[c >> shift & 0xf];
        }
      }
    }
  }

  /** Returns how many characters more than one were used. */
  private int beyondAscii(String value, int i, char c) {
    if (c == '\u2028' || c == '\u2029') {
      escape(c);
    } else if (c < 0x800) {
      buffer[length++] = (byte) (0xc0 | c >> 6);
      buffer[length++] = (byte) (0x80 | c & 0x3f);
    } else if (!Character.isSurrogate(c)) {
      threeOctets(c);
    } else if (Character.isHighSurrogate(c)
        && i + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(i + 1))) {
      int point = Character.toCodePoint(c, value.charAt(i + 1));
      buffer[length++] = (byte) (0xf0 | point >> 18);
      buffer[length++] = (byte) (0x80 | point >> 12 & 0x3f);
      buffer[length++] = (byte) (0x80 | point >> 6 & 0x3f);
      buffer[length++] = (byte) (0x80 | point & 0x3f);
      return 1;
    } else {
      threeOctets('\ufffd');
    }
    return 0;
  }

  private void threeOctets(char c) {
    buffer[length++] = (byte) (0xe0 | c >> 12);
    buffer[length++] = (byte) (0x80 | c >> 6 & 0x3f);
    buffer[length++] = (byte) (0x80 | c & 0x3f);
  }

  private void reserve(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
