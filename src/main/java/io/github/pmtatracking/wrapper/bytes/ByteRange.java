package io.github.pmtatracking.wrapper.bytes;

import java.util.Arrays;

/**
 * A range of bytes in an array that must not be changed.
 *
 * @param from the first byte
 * @param to behind the last byte
 */
public record ByteRange(byte[] bytes, int from, int to) {
  /** The number of bytes. */
  public int length() {
    return to - from;
  }

  /** The bytes in an array of their own. */
  public byte[] copy() {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
