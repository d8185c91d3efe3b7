package io.github.pmtatracking.wrapper.html;

import org.jspecify.annotations.Nullable;

/**
 * Decodes an encoding with one byte for each character, whose lower half is ASCII. Immutable.
 *
 * @param upper the characters of the bytes 80 to ff (hexadecimal); U+FFFD where there is none
 */
record SingleByteDecoding(String upper) implements TextDecoding {
  static final char NONE = '\ufffd';

  @Override
  public @Nullable String decode(byte[] bytes, int from, int to) {
    char[] text = new char[to - from];
    for (int i = from; i < to; i++) {
      char character = bytes[i] >= 0 ? (char) bytes[i] : upper.charAt(bytes[i] & 0x7f);
      if (character == NONE) {
        return null;
      }
      text[i - from] = character;
    }
    return new String(text);
  }
}
