package io.github.pmtatracking.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks through the segments from the drained position on. Used by one thread at a time. */
final class SpoolReader {
  private static final int BATCH_BYTES = 1 << 20;

  /**
   * What was read at once.
   *
   * @param records in order; empty if there was nothing but damage
   * @param damaged places where no record could be made out
   * @param end the position behind all of it
   */
  record Batch(List<byte[]> records, int damaged, Position end) {}

  private final Segments segments;
  private Position position;
  private byte[] data = new byte[0];
  private Position dataStart = Position.START;

  SpoolReader(Segments segments, Position position) {
    this.segments = segments;
    this.position = position;
  }

  Position position() {
    return position;
  }

  /** The batch at the position, or null if everything written so far was read. */
  @Nullable Batch next(int most) throws IOException {
    while (true) {
      Segment segment = segments.at(position);
      if (segment == null) {
        data = new byte[0];
        return null;
      }
      if (segment.number() != position.segment()) {
        position = new Position(segment.number(), 0);
      }
      // In this order: a sealed segment does not grow any more.
      boolean sealed = segments.isSealed(segment);
      if (position.offset() < segment.length()) {
        return parse(segment, most);
      }
      data = new byte[0];
      if (!sealed) {
        return null;
      }
      segments.delete(segment);
      position = new Position(segment.number() + 1, 0);
    }
  }

  /** Goes on behind a batch. */
  void advance(Batch batch) {
    position = batch.end();
  }

  private Batch parse(Segment segment, int most) throws IOException {
    long offset = position.offset() - dataStart.offset();
    if (segment.number() != dataStart.segment() || offset < 0 || offset >= data.length) {
      data = segment.read(position.offset());
      dataStart = position;
      offset = 0;
    }
    List<byte[]> records = new ArrayList<>();
    int damaged = 0;
    int at = (int) offset;
    while (at < data.length && records.size() < most && at - offset < BATCH_BYTES) {
      int length = Frames.lengthAt(data, at, data.length);
      if (length >= 0) {
        byte[] record = new byte[length];
        System.arraycopy(data, at + Frames.HEADER, record, 0, length);
        records.add(record);
        at += Frames.HEADER + length;
      } else {
        damaged++;
        int next = Frames.next(data, at + 1, data.length);
        at = next < 0 ? data.length : next;
      }
    }
    return new Batch(records, damaged, new Position(segment.number(), dataStart.offset() + at));
  }
}
