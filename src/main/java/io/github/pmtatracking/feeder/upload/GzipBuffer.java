package io.github.pmtatracking.feeder.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compresses bytes in memory. Used by one thread, and once. */
public final class GzipBuffer {
  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream(64 * 1024);
  private final GZIPOutputStream gzip;

  /**
   * @param level 1 (quick) to 9 (small)
   */
  public GzipBuffer(int level) {
    try {
      gzip = new LevelledGzip(compressed, level);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void write(byte[] bytes, int from, int length) {
    try {
      gzip.write(bytes, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that was written, compressed. Afterwards nothing may be written. */
  public byte[] finish() {
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
