package io.github.pmtatracking.feeder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compresses octets in memory. Used by one thread, and once. */
final class GzipBuffer {
  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream(64 * 1024);
  private final GZIPOutputStream gzip;

  /**
   * @param level 1 (quick) to 9 (small)
   */
  GzipBuffer(int level) {
    try {
      gzip = new LevelledGzip(compressed, level);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(byte[] octets, int from, int length) {
    try {
      gzip.write(octets, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that was written, compressed; nothing may be written any more. */
  byte[] finish() {
    try {
      gzip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static final class LevelledGzip extends GZIPOutputStream {
    LevelledGzip(ByteArrayOutputStream out, int level) throws IOException {
      super(out, 8 * 1024);
      def.setLevel(level);
    }
  }
}
