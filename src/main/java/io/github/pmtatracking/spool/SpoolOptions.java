package io.github.pmtatracking.spool;

import java.nio.file.Path;

/**
 * The options of a spool.
 *
 * @param setting prefix of the settings that describe this spool, such as {@code tracker.spool};
 *     messages name {@code <setting>.folder}, {@code <setting>.max-bytes}
 * @param folder where the segments are; made when missing
 * @param maxBytes what the spool may occupy, in bytes, at least 4096
 * @param fsync when records are forced to the disk
 * @param segmentBytes size at which a segment file is closed and the next one begun, in bytes
 * @param batchRecords most records handed to a {@link BatchHandler} at once
 */
public record SpoolOptions(
    String setting,
    Path folder,
    long maxBytes,
    FsyncPolicy fsync,
    int segmentBytes,
    int batchRecords) {

  private static final int MAX_SEGMENT_BYTES = 4 << 20;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public SpoolOptions {
    if (maxBytes < 4096) {
      throw new IllegalArgumentException(
          setting + ".max-bytes is " + maxBytes + "; a spool needs at least 4096 bytes");
    }
    if (segmentBytes < 1024 || batchRecords < 1) {
      throw new IllegalArgumentException(
          "segments of %d bytes, batches of %d records: wanted at least 1024 and 1"
              .formatted(segmentBytes, batchRecords));
    }
  }

  /** A spool with the usual behaviour: fsync every second, batches of 500. */
  public static SpoolOptions of(String setting, Path folder, long maxBytes) {
    int segment = (int) Math.max(1024, Math.min(MAX_SEGMENT_BYTES, maxBytes / 8));
    return new SpoolOptions(setting, folder, maxBytes, FsyncPolicy.EVERY_SECOND, segment, 500);
  }

  /** The same with another fsync policy. */
  public SpoolOptions withFsync(FsyncPolicy policy) {
    return new SpoolOptions(setting, folder, maxBytes, policy, segmentBytes, batchRecords);
  }

  /** The same in another folder. */
  public SpoolOptions withFolder(Path other) {
    return new SpoolOptions(setting, other, maxBytes, fsync, segmentBytes, batchRecords);
  }

  /** The same with segments of another size. */
  public SpoolOptions withSegmentBytes(int bytes) {
    return new SpoolOptions(setting, folder, maxBytes, fsync, bytes, batchRecords);
  }

  /** The same with batches of another size. */
  public SpoolOptions withBatchRecords(int records) {
    return new SpoolOptions(setting, folder, maxBytes, fsync, segmentBytes, records);
  }
}
