package io.github.pmtatracking.component.lines;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into lines, without their CRLF or LF. A line end inside a quoted field
 * does not cut. Not thread-safe.
 */
final class RecordSplitter {
  private static final int CHUNK = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final int maxBytes;
  private byte[] buffer = new byte[2 * CHUNK];
  private int start;
  private int end;
  private int scanned;
  private boolean quoteSeen;
  private boolean skipping;
  private boolean fresh = true;
  private long line = 1;
  private long cut;

  /**
   * @param maxBytes longest line; the rest of a longer one is dropped and counted
   */
  RecordSplitter(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The space for the next bytes, at least 64 KiB. */
  ByteBuffer space() {
    if (buffer.length - end < CHUNK) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      scanned -= start;
      start = 0;
      if (buffer.length - end < CHUNK) {
        buffer = Arrays.copyOf(buffer, end + 2 * CHUNK);
      }
    }
    return ByteBuffer.wrap(buffer, end, buffer.length - end);
  }

  /** The caller has put {@code count} bytes into {@link #space}. */
  void filled(int count) {
    end += count;
    if (fresh && end - start >= BYTE_ORDER_MARK.length) {
      fresh = false;
      if (Arrays.equals(buffer, start, start + 3, BYTE_ORDER_MARK, 0, 3)) {
        start += 3;
        scanned = start;
      }
    }
  }

  /** Number of the line that {@link #next} returns next, from 1. */
  long line() {
    return line;
  }

  /** How many lines were cut because they were too long. */
  long cut() {
    return cut;
  }

  /** Whether there are bytes of a line that has not ended. */
  boolean isUnfinished() {
    return end > start;
  }

  /**
   * The next line.
   *
   * @param all whether no more bytes follow; the rest is then a line, too
   * @return null if no line is complete
   */
  @Nullable String next(boolean all) {
    while (true) {
      int lineEnd = findLineEnd();
      if (lineEnd == end) {
        return withoutLineEnd(all);
      }
      if (skipping) {
        skipping = false;
        line++;
        drop(lineEnd + 1);
        continue;
      }
      int recordEnd = lineEnd;
      if (quoteSeen) {
        recordEnd = CsvRecordBoundary.recordEnd(buffer, start, end, all, maxBytes);
        if (recordEnd == CsvRecordBoundary.MORE) {
          scanned = start;
          quoteSeen = false;
          return null;
        }
        if (recordEnd == CsvRecordBoundary.STRAY) {
          recordEnd = lineEnd;
        }
      }
      return take(recordEnd, Math.min(end, recordEnd + 1));
    }
  }

  private int findLineEnd() {
    byte[] data = buffer;
    int at = scanned;
    int limit = end;
    boolean quote = quoteSeen;
    while (at < limit) {
      byte b = data[at];
      if (b == '\n') {
        break;
      }
      quote |= b == '"';
      at++;
    }
    scanned = at;
    quoteSeen = quote;
    return at;
  }

  private @Nullable String withoutLineEnd(boolean all) {
    if (skipping) {
      drop(end);
      return null;
    }
    if (end - start > maxBytes) {
      cut++;
      skipping = true;
      String text = text(start, start + maxBytes);
      drop(end);
      return text;
    }
    return all && end > start ? take(end, end) : null;
  }

  private String take(int textEnd, int next) {
    int last = textEnd > start && buffer[textEnd - 1] == '\r' ? textEnd - 1 : textEnd;
    int length = last - start;
    if (length > maxBytes) {
      cut++;
      length = maxBytes;
    }
    String text = text(start, start + length);
    line++;
    if (quoteSeen) {
      for (int at = start; at < textEnd; at++) {
        line += buffer[at] == '\n' ? 1 : 0;
      }
    }
    drop(next);
    return text;
  }

  private String text(int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  private void drop(int next) {
    start = next;
    scanned = next;
    quoteSeen = false;
  }
}
