package io.github.pmtatracking.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record as it lies in a segment: marker (4 bytes), length (4), CRC-32C of length and bytes (4),
 * then the bytes. The marker lets a reader find the next record behind a damaged one.
 */
final class Frames {
  static final int HEADER = 12;

  private static final int MARKER = 0xF7_53_50_4C;
  private static final int NONE = -1;

  private Frames() {}

  static int size(byte[] record) {
    return HEADER + record.length;
  }

  static void put(ByteBuffer target, byte[] record) {
    target.putInt(MARKER);
    target.putInt(record.length);
    target.putInt(checksum(record, 0, record.length));
    target.put(record);
  }

  /** The length of the record whose frame begins at {@code at}, or -1 if no sound frame does. */
  static int lengthAt(byte[] data, int at, int end) {
    if (end - at < HEADER) {
      return NONE;
    }
    ByteBuffer header = ByteBuffer.wrap(data, at, HEADER);
    if (header.getInt() != MARKER) {
      return NONE;
    }
    int length = header.getInt();
    if (length < 0 || length > end - at - HEADER) {
      return NONE;
    }
    return header.getInt() == checksum(data, at + HEADER, length) ? length : NONE;
  }

  /** Where the next sound frame begins, looking from {@code from} on, or -1 if none follows. */
  static int next(byte[] data, int from, int end) {
    for (int at = from; at <= end - HEADER; at++) {
      if (data[at] == (byte) (MARKER >>> 24) && lengthAt(data, at, end) >= 0) {
        return at;
      }
    }
    return NONE;
  }

  private static int checksum(byte[] data, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(length >>> 24);
    crc.update(length >>> 16);
    crc.update(length >>> 8);
    crc.update(length);
    crc.update(data, from, length);
    return (int) crc.getValue();
  }
}
