package io.github.pmtatracking.feeder;

import io.github.pmtatracking.feeder.NdjsonUpload.Origin;
import io.github.pmtatracking.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes uploads of lines that come one by one: compresses them as they come, so that a batch never
 * stands in memory as the megabytes that its lines are. Used by one thread, and once.
 */
final class UploadWriter {
  /** Bytes that are compressed together: a call for each line would cost more than its work. */
  private static final int CHUNK = 32 * 1024;

  private final int maxBytes;
  private final int gzipLevel;
  private final List<NdjsonUpload> uploads = new ArrayList<>();

  /** Lines that are not compressed yet, from {@link #chunkStart} on. */
  private final JsonWriter lines = new JsonWriter(2 * CHUNK);

  private int chunkStart;
  private int lineStart;

  private @Nullable GzipBuffer gzip;
  private List<Origin> origins = new ArrayList<>();
  private int rawLength;

  /**
   * @param maxBytes most bytes of an upload before compression; a longer line goes alone
   * @param gzipLevel 1 (quick) to 9 (small)
   */
  UploadWriter(int maxBytes, int gzipLevel) {
    this.maxBytes = maxBytes;
    this.gzipLevel = gzipLevel;
  }

  /** Where the next line is to be written, its end included, before {@link #add}. */
  JsonWriter line() {
    return lines;
  }

  /**
   * The line just written has this id and came from this entry.
   *
   * @param timestamp when its event happened, s since 1970
   * @param known whether its message has a record
   */
  void add(String id, byte[] entry, long timestamp, boolean known) {
    int length = lines.length() - lineStart;
    if (rawLength > 0 && rawLength + length > maxBytes) {
      endUpload();
    }
    origins.add(new Origin(id, entry, timestamp, known));
    rawLength += length;
    lineStart = lines.length();
    if (lineStart - chunkStart >= CHUNK) {
      compress();
      lines.reset();
      chunkStart = 0;
      lineStart = 0;
    }
  }

  /** The uploads, in the order of their lines; nothing may be added any more. */
  List<NdjsonUpload> finish() {
    if (rawLength > 0) {
      endUpload();
    }
    return uploads;
  }

  private void endUpload() {
    byte[] compressed = compress().finish();
    uploads.add(new NdjsonUpload(compressed, rawLength, origins, gzipLevel));
    gzip = null;
    origins = new ArrayList<>();
    rawLength = 0;
  }

  private GzipBuffer compress() {
    if (gzip == null) {
      gzip = new GzipBuffer(gzipLevel);
    }
    gzip.write(lines.buffer(), chunkStart, lineStart - chunkStart);
    chunkStart = lineStart;
    return gzip;
  }
}
