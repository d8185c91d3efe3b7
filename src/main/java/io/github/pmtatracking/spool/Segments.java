package io.github.pmtatracking.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segment files of one spool, in order, and their size. The writer adds at the end, the reader
 * deletes at the front; thread-safe between these two.
 */
final class Segments {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  private final Path folder;
  private final ConcurrentSkipListMap<Long, Segment> byNumber = new ConcurrentSkipListMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong records = new AtomicLong();
  private long nextNumber = 1;
  private volatile @Nullable Segment active;

  Segments(Path folder) {
    this.folder = folder;
  }

  /** Finds the segments of an earlier process, and deletes those that were drained. */
  void load(Position position) throws IOException {
    nextNumber = position.segment() + 1;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        OptionalLong number = Segment.numberOf(file);
        if (number.isPresent()) {
          byNumber.put(
              number.getAsLong(), new Segment(folder, number.getAsLong(), Files.size(file)));
        }
      }
    }
    for (Segment segment : byNumber.values()) {
      nextNumber = Math.max(nextNumber, segment.number() + 1);
      long from = segment.number() == position.segment() ? position.offset() : 0;
      bytes.addAndGet(segment.length());
      if (segment.number() < position.segment() || count(segment, from) == 0) {
        delete(segment);
      }
    }
  }

  /** Counts a segment's records; an unfinished one at the very end of the spool is cut off. */
  private long count(Segment segment, long from) throws IOException {
    if (from >= segment.length()) {
      return 0;
    }
    byte[] data = segment.read(from);
    long found = 0;
    int at = 0;
    while (at < data.length) {
      int length = Frames.lengthAt(data, at, data.length);
      if (length >= 0) {
        found++;
        at += Frames.HEADER + length;
        continue;
      }
      int next = Frames.next(data, at + 1, data.length);
      if (next < 0) {
        if (segment.number() == byNumber.lastKey()) {
          LOG.warn(
              "Spool: unfinished record cut off: folder={} bytes={}", folder, data.length - at);
          bytes.addAndGet(at - data.length);
          segment.truncate(from + at);
        } else {
          found++;
        }
        break;
      }
      // One for the damaged place: it keeps the segment until the reader has counted the damage.
      found++;
      at = next;
    }
    added(segment, found);
    return found;
  }

  /** Begins a new segment at the end; the previous one is sealed by that. */
  Segment begin() {
    Segment segment = new Segment(folder, nextNumber++, 0);
    active = segment;
    byNumber.put(segment.number(), segment);
    return segment;
  }

  /** No segment takes further records until the next {@link #begin}. */
  void seal() {
    active = null;
  }

  boolean isSealed(Segment segment) {
    return segment != active;
  }

  /** The segment that holds a position, or else the first one behind it. */
  @Nullable Segment at(Position position) {
    Map.Entry<Long, Segment> entry = byNumber.ceilingEntry(position.segment());
    return entry == null ? null : entry.getValue();
  }

  void delete(Segment segment) throws IOException {
    if (byNumber.remove(segment.number()) != null) {
      bytes.addAndGet(-segment.length());
      // Damage may have taken more records than the one that each damaged place counts for.
      records.addAndGet(-segment.records().getAndSet(0));
      segment.delete();
    }
  }

  /** Takes room for a record, if there is some below the limit. */
  boolean reserve(long size, long limit) {
    if (bytes.addAndGet(size) <= limit) {
      return true;
    }
    bytes.addAndGet(-size);
    return false;
  }

  void release(long size) {
    bytes.addAndGet(-size);
  }

  void added(Segment segment, long count) {
    segment.records().addAndGet(count);
    records.addAndGet(count);
  }

  void taken(Position position, long count) {
    Segment segment = byNumber.get(position.segment());
    if (segment != null) {
      added(segment, -count);
    }
  }

  long bytes() {
    return bytes.get();
  }

  long records() {
    return records.get();
  }
}
