package io.github.pmtatracking.feeder.upload;

import io.github.pmtatracking.feeder.upload.NdjsonUpload.Origin;
import io.github.pmtatracking.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes uploads of single lines. Compresses them at once, so that the raw lines of a batch, several
 * megabytes, are never in memory together. Used by one thread, and once.
 */
public final class UploadWriter {
  /** Bytes that are compressed together; a call for each line would take more time. */
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
   * @param maxBytes most bytes of an upload before compression; a longer line is an upload alone
   * @param gzipLevel 1 (quick) to 9 (small)
   */
  public UploadWriter(int maxBytes, int gzipLevel) {
    this.maxBytes = maxBytes;
    this.gzipLevel = gzipLevel;
  }

  /** The buffer for the next line with its line feed; then {@link #add} is called. */
  public JsonWriter line() {
    return lines;
  }

  /**
   * Adds the line that was just written.
   *
   * @param timestamp time of the event, s since 1970
   * @param hasRecord whether its message has a record
   */
  public void add(String id, byte[] entry, long timestamp, boolean hasRecord) {
    int length = lines.length() - lineStart;
    if (rawLength > 0 && rawLength + length > maxBytes) {
      endUpload();
    }
    origins.add(new Origin(id, entry, timestamp, hasRecord));
    rawLength += length;
    lineStart = lines.length();
    if (lineStart - chunkStart >= CHUNK) {
      compress();
      lines.reset();
      chunkStart = 0;
      lineStart = 0;
    }
  }

  /** The uploads, in the order of their lines. Afterwards nothing may be added. */
  public List<NdjsonUpload> finish() {
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
