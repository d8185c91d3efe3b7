package io.github.pmtatracking.feeder.upload;

import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of one POST: neighbouring events of a batch. Only the compressed lines are kept, about a
 * tenth of the raw size; a part of them, rarely needed, is compressed anew. Immutable.
 */
public final class NdjsonUpload {
  private final byte[] gzip;
  private final int rawLength;
  private final List<Origin> origins;
  private final int gzipLevel;
  private final long oldest;

  /**
   * The source of a line.
   *
   * @param id its event's id
   * @param entry the unchanged queue entry
   * @param timestamp when the event happened, s since 1970
   * @param hasRecord whether its message has a record; such an event is hardly forged
   */
  public record Origin(String id, byte[] entry, long timestamp, boolean hasRecord) {}

  /**
   * @param gzip the lines, compressed
   * @param rawLength bytes of the lines before compression
   * @param origins one for each line, in their order
   */
  NdjsonUpload(byte[] gzip, int rawLength, List<Origin> origins, int gzipLevel) {
    this.gzip = gzip;
    this.rawLength = rawLength;
    this.origins = origins;
    this.gzipLevel = gzipLevel;
    this.oldest = origins.stream().mapToLong(Origin::timestamp).min().orElse(Long.MAX_VALUE);
  }

  /** Number of events. */
  public int size() {
    return origins.size();
  }

  /** Bytes before compression. */
  public int rawLength() {
    return rawLength;
  }

  /** The compressed lines; callers do not change them. */
  byte[] gzip() {
    return gzip;
  }

  /** The time of the oldest event, s since 1970. */
  public long oldest() {
    return oldest;
  }

  /** The sources of the lines, in their order. */
  public List<Origin> origins() {
    return origins;
  }

  /** The events whose origins pass the filter; null when there are none. */
  public @Nullable NdjsonUpload filter(Predicate<Origin> wanted) {
    byte[] lines = lines();
    GzipBuffer buffer = new GzipBuffer(gzipLevel);
    List<Origin> chosen = new ArrayList<>();
    int length = 0;
    int start = 0;
    for (Origin origin : origins) {
      int end = startOfLine(lines, start, 1);
      if (wanted.test(origin)) {
        buffer.write(lines, start, end - start);
        chosen.add(origin);
        length += end - start;
      }
      start = end;
    }
    return chosen.isEmpty()
        ? null
        : new NdjsonUpload(buffer.finish(), length, List.copyOf(chosen), gzipLevel);
  }

  NdjsonUpload firstHalf() {
    return part(0, size() / 2);
  }

  NdjsonUpload secondHalf() {
    return part(size() / 2, size());
  }

  /** The events from one place (included) to another (excluded). */
  NdjsonUpload part(int from, int to) {
    byte[] lines = lines();
    int start = startOfLine(lines, 0, from);
    int end = startOfLine(lines, start, to - from);
    GzipBuffer buffer = new GzipBuffer(gzipLevel);
    buffer.write(lines, start, end - start);
    return new NdjsonUpload(
        buffer.finish(), end - start, List.copyOf(origins.subList(from, to)), gzipLevel);
  }

  /** Whether some of the events belong to messages with a record, and some do not. */
  boolean isMixed() {
    long known = origins.stream().filter(Origin::hasRecord).count();
    return known > 0 && known < size();
  }

  /** The dead letter of the only event. */
  public DeadLetter toDeadLetter(String reason, String detail, Instant time) {
    Origin origin = origins.get(0);
    return new DeadLetter(origin.id(), time, reason, detail, origin.entry());
  }

  private byte[] lines() {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readNBytes(rawLength);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The start of the line that is so many lines after the one at {@code start}. */
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
