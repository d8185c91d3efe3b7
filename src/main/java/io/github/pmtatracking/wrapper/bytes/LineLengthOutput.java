package io.github.pmtatracking.wrapper.bytes;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes bytes to a stream in large pieces, and counts the bytes of the last line. One use, one
 * thread; call {@link #flush} at the end.
 */
public final class LineLengthOutput {
  private static final int CAPACITY = 8_192;

  /** Bytes that stay in the buffer, so that a text can be put before them. */
  private static final int TAIL = 4;

  private final OutputStream out;
  private final byte[] buffer = new byte[CAPACITY];
  private int length;
  private long column;

  public LineLengthOutput(OutputStream out) {
    this.out = out;
  }

  /** Bytes since the last line feed. */
  public long column() {
    return column;
  }

  public void write(int b) throws IOException {
    if (length == CAPACITY) {
      writeBuffer();
    }
    buffer[length++] = (byte) b;
    column = b == '\n' ? 0 : column + 1;
  }

  public void write(byte[] source) throws IOException {
    write(source, 0, source.length);
  }

  public void write(byte[] source, int from, int to) throws IOException {
    int added = to - from;
    if (added > CAPACITY - length) {
      writeBuffer();
    }
    if (added > CAPACITY - length) {
      out.write(buffer, 0, length);
      out.write(source, from, added - TAIL);
      System.arraycopy(source, to - TAIL, buffer, 0, TAIL);
      length = TAIL;
    } else {
      System.arraycopy(source, from, buffer, length, added);
      length += added;
    }
    int line = to;
    while (line > from && source[line - 1] != '\n') {
      line--;
    }
    column = line > from ? to - line : column + added;
  }

  /** Writes the buffer, except for its tail. */
  private void writeBuffer() throws IOException {
    int passed = Math.max(0, length - TAIL);
    out.write(buffer, 0, passed);
    System.arraycopy(buffer, passed, buffer, 0, length - passed);
    length -= passed;
  }

  /** Puts a text before the last {@code count} bytes (at most 4) of the last line. */
  public void writeBefore(int count, byte[] text) throws IOException {
    byte[] tail = new byte[count];
    System.arraycopy(buffer, length - count, tail, 0, count);
    length -= count;
    column -= count;
    write(text);
    write(tail);
  }

  /** The byte that stands {@code back} bytes before the end, or -1 if there is none; 3 at most. */
  public int last(int back) {
    return back < length ? buffer[length - 1 - back] : -1;
  }

  public void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }
}
