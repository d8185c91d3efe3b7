package io.github.pmtatracking.wrapper.bytes;

import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps what is written as long as it is little; of more it keeps the size only. */
public final class BoundedBuffer extends OutputStream {
  private final int most;
  private byte[] bytes;
  private long size;

  /**
   * @param most bytes that are kept
   * @param expected bytes
   */
  public BoundedBuffer(int most, long expected) {
    this.most = most;
    this.bytes = new byte[expected > most ? 0 : (int) expected];
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    long wanted = size + length;
    if (wanted > most) {
      bytes = new byte[0];
    } else {
      if (wanted > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(wanted, bytes.length * 2L)));
      }
      System.arraycopy(source, offset, bytes, (int) size, length);
    }
    size = wanted;
  }

  /** How much was written. */
  public long size() {
    return size;
  }

  /** All of it; null if that was too much. Its array may be longer. */
  public @Nullable ByteRange kept() {
    return size > most ? null : new ByteRange(bytes, 0, (int) size);
  }
}
