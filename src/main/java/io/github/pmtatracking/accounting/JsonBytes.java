package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Bytes of JSON under construction, UTF-8. Escapes what RFC 8259 wants escaped and, as Go's encoder
 * does, the characters that are dangerous in HTML. Reused; not thread-safe.
 */
public final class JsonBytes {
  private static final String HEX = "0123456789abcdef";
  private static final boolean[] PLAIN = new boolean[128];

  static {
    Arrays.fill(PLAIN, ' ', 127, true);
    for (char special : new char[] {'"', '\\', '<', '>', '&'}) {
      PLAIN[special] = false;
    }
  }

  private byte[] bytes = new byte[512];
  private int length;

  JsonBytes clear() {
    length = 0;
    return this;
  }

  public JsonBytes raw(byte[] json) {
    ensure(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
    return this;
  }

  /** The inside of a JSON string, without its quotes. */
  public JsonBytes string(String text, int from, int to) {
    ensure(to - from);
    byte[] target = bytes;
    int at = length;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 128 || !PLAIN[c]) {
        length = at;
        escape(text, i, to);
        return this;
      }
      target[at++] = (byte) c;
    }
    length = at;
    return this;
  }

  private void escape(String text, int from, int to) {
    int at = from;
    while (at < to) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (c < 128 && PLAIN[c]) {
        raw(new byte[] {(byte) c});
      } else if (c == '"' || c == '\\') {
        raw(new byte[] {'\\', (byte) c});
      } else if (c < 128 || c == 0x2028 || c == 0x2029) {
        raw(unicode(c));
      } else {
        // A lone surrogate has no UTF-8; it becomes a question mark.
        raw(Character.toString(c).getBytes(UTF_8));
      }
    }
  }

  private static byte[] unicode(int c) {
    byte[] escape = {'\\', 'u', 0, 0, 0, 0};
    for (int i = 0; i < 4; i++) {
      escape[2 + i] = (byte) HEX.charAt((c >> (12 - 4 * i)) & 15);
    }
    return escape;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, UTF_8);
  }
}
