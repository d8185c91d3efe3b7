package io.github.pmtatracking.wrapper;

import java.util.Arrays;

/** A range of octets in an array that is not ours to change. */
record Slice(byte[] octets, int from, int to) {
  int length() {
    return to - from;
  }

  byte[] copy() {
    return Arrays.copyOfRange(octets, from, to);
  }
}
