package io.github.pmtatracking.wrapper.bytes;

import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps what is written as long as it is little; of more it keeps the size only. */
public final class BoundedBuffer extends OutputStream {
  private final int most;
  private byte[] octets;
  private long size;

  /**
   * @param most octets that are kept
   * @param expected octets
   */
  public BoundedBuffer(int most, long expected) {
    this.most = most;
    this.octets = new byte[expected > most ? 0 : (int) expected];
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    long wanted = size + length;
    if (wanted > most) {
      octets = new byte[0];
    } else {
      if (wanted > octets.length) {
        octets = Arrays.copyOf(octets, (int) Math.min(most, Math.max(wanted, octets.length * 2L)));
      }
      System.arraycopy(source, offset, octets, (int) size, length);
    }
    size = wanted;
  }

  /** How much was written. */
  public long size() {
    return size;
  }

  /** All of it; null if that was too much. Its array may be longer. */
  public @Nullable ByteRange kept() {
    return size > most ? null : new ByteRange(octets, 0, (int) size);
  }
}
