package io.github.pmtatracking.json;

import java.util.Arrays;

/**
 * Writes JSON text as UTF-8 into one growing buffer, which is kept when the writer is {@link
 * #reset}. Escapes the same characters as Go's encoding/json: besides the necessary ones also
 * {@code <}, {@code >}, {@code &}, U+2028 and U+2029 (docs/formats.md, "Link JSON"). A surrogate
 * without its partner becomes U+FFFD. Not thread-safe.
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

  /**
   * An empty writer.
   *
   * @param capacity bytes to begin with; the buffer grows when needed
   */
  public JsonWriter(int capacity) {
    buffer = new byte[capacity];
  }

  /** Discards the text, so that the writer can be used again. */
  public void reset() {
    length = 0;
  }

  /** The writer's own array; its first {@link #length} bytes are valid until the next call. */
  public byte[] buffer() {
    return buffer;
  }

  /** The number of bytes written. */
  public int length() {
    return length;
  }

  /** A copy of the bytes written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, length);
  }

  /** Writes ASCII as it is: punctuation, names, numbers. */
  public JsonWriter raw(String ascii) {
    reserve(ascii.length());
    copy(ascii, 0, ascii.length());
    return this;
  }

  /** Writes UTF-8 as it is, such as the name of an object's field that was encoded before. */
  public JsonWriter raw(byte[] utf8) {
    reserve(utf8.length);
    System.arraycopy(utf8, 0, buffer, length, utf8.length);
    length += utf8.length;
    return this;
  }

  /** Writes a quoted string. */
  public JsonWriter string(String value) {
    return string(value, 0, value.length());
  }

  /** Writes the characters from {@code from} up to {@code to}, {@code to} excluded, quoted. */
  public JsonWriter string(String value, int from, int to) {
    // One check for the whole string: each character takes six bytes at most (\\u001f).
    reserve((to - from) * 6 + 2);
    buffer[length++] = '"';
    int plain = from;
    for (int i = from; i < to; i++) {
      char c = value.charAt(i);
      if (c < 0x80 && PLAIN[c]) {
        continue;
      }
      copy(value, plain, i);
      if (c >= 0x80) {
        i += beyondAscii(value, i, to);
      } else {
        escape(c);
      }
      plain = i + 1;
    }
    copy(value, plain, to);
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

  /** Returns the number of characters used in addition to the one at {@code i}: 0 or 1. */
  private int beyondAscii(String value, int i, int to) {
    char c = value.charAt(i);
    if (c == '\u2028' || c == '\u2029') {
      escape(c);
    } else if (c < 0x800) {
      buffer[length++] = (byte) (0xc0 | c >> 6);
      buffer[length++] = (byte) (0x80 | c & 0x3f);
    } else if (!Character.isSurrogate(c)) {
      threeBytes(c);
    } else if (Character.isHighSurrogate(c)
        && i + 1 < to
        && Character.isLowSurrogate(value.charAt(i + 1))) {
      int point = Character.toCodePoint(c, value.charAt(i + 1));
      buffer[length++] = (byte) (0xf0 | point >> 18);
      buffer[length++] = (byte) (0x80 | point >> 12 & 0x3f);
      buffer[length++] = (byte) (0x80 | point >> 6 & 0x3f);
      buffer[length++] = (byte) (0x80 | point & 0x3f);
      return 1;
    } else {
      threeBytes('\ufffd');
    }
    return 0;
  }

  private void threeBytes(char c) {
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
