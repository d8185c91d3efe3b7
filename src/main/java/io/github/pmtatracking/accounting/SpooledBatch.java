package io.github.pmtatracking.accounting;

import io.github.pmtatracking.spool.Spool;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch as a record of the spool: a count, then for each message its expiry (8 bytes), key and
 * JSON (each with its length in 4 bytes).
 */
final class SpooledBatch {
  private static final int MAX_BYTES = Spool.MAX_RECORD / 2;

  private SpooledBatch() {}

  /** The batch, in as few spool records as their largest size allows. */
  static List<byte[]> write(List<AttributeRecord> attributes) {
    List<byte[]> records = new ArrayList<>();
    int from = 0;
    long size = 0;
    for (int to = 0; to < attributes.size(); to++) {
      AttributeRecord one = attributes.get(to);
      size += (long) one.key().length + one.json().length;
      if (size > MAX_BYTES && to > from) {
        records.add(record(attributes.subList(from, to)));
        from = to;
        size = 0;
      }
    }
    records.add(record(attributes.subList(from, attributes.size())));
    return records;
  }

  private static byte[] record(List<AttributeRecord> attributes) {
    int size = Integer.BYTES;
    for (AttributeRecord one : attributes) {
      size += Long.BYTES + 2 * Integer.BYTES + one.key().length + one.json().length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).putInt(attributes.size());
    for (AttributeRecord one : attributes) {
      out.putLong(one.expires());
      out.putInt(one.key().length).put(one.key());
      out.putInt(one.json().length).put(one.json());
    }
    return out.array();
  }

  /**
   * @throws IllegalArgumentException if the bytes are not a batch
   */
  static List<AttributeRecord> read(byte[] record) {
    try {
      ByteBuffer in = ByteBuffer.wrap(record);
      int count = in.getInt();
      List<AttributeRecord> attributes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long expires = in.getLong();
        attributes.add(new AttributeRecord(bytes(in), bytes(in), expires));
      }
      return attributes;
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("the record of the spool is no accounting batch", e);
    }
  }

  private static byte[] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
