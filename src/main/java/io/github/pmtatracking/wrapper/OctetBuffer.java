package io.github.pmtatracking.wrapper;

import java.util.Arrays;

/** A growing array of octets that knows how long its last line is. */
final class OctetBuffer {
  private byte[] octets;
  private int length;
  private int lineStart;

  OctetBuffer(int expected) {
    octets = new byte[Math.max(16, expected)];
  }

  /** Octets since the last line feed. */
  int column() {
    return length - lineStart;
  }

  void write(int octet) {
    if (length == octets.length) {
      grow(1);
    }
    octets[length++] = (byte) octet;
    if (octet == '\n') {
      lineStart = length;
    }
  }

  void write(byte[] source) {
    write(source, 0, source.length);
  }

  void write(byte[] source, int from, int to) {
    int added = to - from;
    if (added > octets.length - length) {
      grow(added);
    }
    System.arraycopy(source, from, octets, length, added);
    length += added;
    for (int i = length; i > length - added; i--) {
      if (octets[i - 1] == '\n') {
        lineStart = i;
        break;
      }
    }
  }

  /** Writes a text before the last {@code count} octets, which are on the last line. */
  void writeBefore(int count, byte[] text) {
    byte[] tail = Arrays.copyOfRange(octets, length - count, length);
    length -= count;
    write(text);
    write(tail);
  }

  /** The octet that stands {@code back} octets before the end, or -1 if there is none. */
  int last(int back) {
    return back < length ? octets[length - 1 - back] : -1;
  }

  byte[] toArray() {
    return Arrays.copyOf(octets, length);
  }

  private void grow(int added) {
    octets = Arrays.copyOf(octets, Math.max(Math.addExact(length, added), octets.length * 2));
  }
}
