package io.github.pmtatracking.wrapper.bytes;

import java.util.Arrays;

/** A range of bytes in an array that is not ours to change. */
public record ByteRange(byte[] bytes, int from, int to) {
  public int length() {
    return to - from;
  }

  public byte[] copy() {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
