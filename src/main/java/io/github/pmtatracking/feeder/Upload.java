package io.github.pmtatracking.feeder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Neighbouring events of a batch that go in one POST. Only their compressed lines are kept, about a
 * tenth of what is sent; a part of them, rarely asked for, is compressed anew. Immutable.
 */
final class Upload {
  private final byte[] gzip;
  private final int rawLength;
  private final List<Origin> origins;
  private final int gzipLevel;

  /** Where a line comes from: its event's id, and the queue entry as it was. */
  record Origin(String id, byte[] entry) {}

  /**
   * @param gzip the lines, compressed
   * @param rawLength bytes of the lines before that
   * @param origins one for each line, in their order
   */
  Upload(byte[] gzip, int rawLength, List<Origin> origins, int gzipLevel) {
    this.gzip = gzip;
    this.rawLength = rawLength;
    this.origins = origins;
    this.gzipLevel = gzipLevel;
  }

  int size() {
    return origins.size();
  }

  /** Bytes before compression. */
  int rawLength() {
    return rawLength;
  }

  /** The lines, compressed; not to be changed. */
  byte[] gzip() {
    return gzip;
  }

  Upload firstHalf() {
    return part(0, size() / 2);
  }

  Upload secondHalf() {
    return part(size() / 2, size());
  }

  Upload theLast() {
    return part(size() - 1, size());
  }

  Upload allButTheLast() {
    return part(0, size() - 1);
  }

  /** The only event, as it is set aside. */
  DeadLetter setAside(String reason, String detail, Instant time) {
    Origin origin = origins.get(0);
    return new DeadLetter(origin.id(), time, reason, detail, origin.entry());
  }

  private Upload part(int from, int to) {
    byte[] lines = lines();
    int start = startOfLine(lines, 0, from);
    int end = startOfLine(lines, start, to - from);
    GzipBuffer buffer = new GzipBuffer(gzipLevel);
    buffer.write(lines, start, end - start);
    return new Upload(
        buffer.finish(), end - start, List.copyOf(origins.subList(from, to)), gzipLevel);
  }

  private byte[] lines() {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readNBytes(rawLength);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the line begins that comes so many lines after the one that begins at {@code start}. */
  private static int startOfLine(byte[] lines, int start, int linesLater) {
    int at = start;
    for (int left = linesLater; left > 0; at++) {
      if (lines[at] == '\n') {
        left--;
      }
    }
    return at;
  }
}
