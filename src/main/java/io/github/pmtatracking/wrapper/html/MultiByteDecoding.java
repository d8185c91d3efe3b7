package io.github.pmtatracking.wrapper.html;

import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes an East Asian encoding by Java's charset, with the exceptions in which browsers differ
 * from it. Thread-safe.
 */
final class MultiByteDecoding implements TextDecoding {
  /** The number of bytes of a character. */
  interface Length {
    /**
     * The number of bytes.
     *
     * @param lead the first byte, 80 to ff (hexadecimal)
     * @param second the second byte, -1 at the end
     * @return 0 if no character begins so
     */
    int of(int lead, int second);
  }

  private final TextDecoding java;
  private final Length length;
  private final Map<String, String> exceptions;

  /**
   * A decoding.
   *
   * @param exceptions by bytes, each as one character; {@code ""} for no character
   */
  MultiByteDecoding(String charset, Length length, Map<String, String> exceptions) {
    this.java = TextDecoding.of(Charset.forName(charset));
    this.length = length;
    this.exceptions = Map.copyOf(exceptions);
  }

  @Override
  public @Nullable String decode(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    int at = from;
    while (at < to) {
      if (bytes[at] >= 0) {
        text.append((char) bytes[at++]);
        continue;
      }
      int size = length.of(bytes[at] & 255, at + 1 < to ? bytes[at + 1] & 255 : -1);
      String character = size == 0 || at + size > to ? null : character(bytes, at, size);
      if (character == null) {
        return null;
      }
      text.append(character);
      at += size;
    }
    return text.toString();
  }

  private @Nullable String character(byte[] bytes, int at, int size) {
    StringBuilder key = new StringBuilder(size);
    for (int i = at; i < at + size; i++) {
      key.append((char) (bytes[i] & 255));
    }
    String exception = exceptions.get(key.toString());
    if (exception == null) {
      return java.decode(bytes, at, at + size);
    }
    return exception.isEmpty() ? null : exception;
  }
}
