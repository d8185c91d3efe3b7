package io.github.pmtatracking.wrapper.bytes;

import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps written bytes up to a limit. Beyond the limit it keeps only their number. */
public final class BoundedBuffer extends OutputStream {
  private final int maxBytes;
  private byte[] bytes;
  private long size;

  /**
   * @param maxBytes bytes that are kept
   * @param expected bytes that will be written, as a hint
   */
  public BoundedBuffer(int maxBytes, long expected) {
    this.maxBytes = maxBytes;
    this.bytes = new byte[expected > maxBytes ? 0 : (int) expected];
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    long wanted = size + length;
    if (wanted > maxBytes) {
      bytes = new byte[0];
    } else {
      if (wanted > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(wanted, bytes.length * 2L)));
      }
      System.arraycopy(source, offset, bytes, (int) size, length);
    }
    size = wanted;
  }

  /** Bytes written so far. */
  public long size() {
    return size;
  }

  /** All written bytes; null if they were over the limit. The array may be longer. */
  public @Nullable ByteRange kept() {
    return size > maxBytes ? null : new ByteRange(bytes, 0, (int) size);
  }
}
