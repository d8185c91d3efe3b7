package io.github.pmtatracking.component.lines;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bytes of one source. Standard input is read through its file descriptor, because a read
 * of {@code System.in} cannot be interrupted.
 */
final class LineSource implements Closeable {
  private static final String STDIN = "stdin";
  private static final int CHUNK = 1 << 16;

  private final String name;
  private final FileInputStream stream;
  private final FileChannel channel;
  private final @Nullable InputStream inflated;
  private final long size;

  private LineSource(String name, FileInputStream stream, boolean compressed, long size)
      throws IOException {
    this.name = name;
    this.stream = stream;
    this.channel = stream.getChannel();
    this.size = size;
    this.inflated = compressed ? new GZIPInputStream(stream, CHUNK) : null;
  }

  static LineSource standardInput() throws IOException {
    return new LineSource(STDIN, new FileInputStream(FileDescriptor.in), false, 0);
  }

  /** Opens a file; one whose name ends in {@code .gz} is decompressed. */
  static LineSource file(Path path) throws IOException {
    FileInputStream stream = new FileInputStream(path.toFile());
    try {
      long size = Files.isRegularFile(path) ? Files.size(path) : 0;
      return new LineSource(path.toString(), stream, path.toString().endsWith(".gz"), size);
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }

  String name() {
    return name;
  }

  /**
   * Waits for the first byte and reads all bytes that are available.
   *
   * @param target the buffer of a whole array; its position is undefined afterwards
   * @return how many bytes; -1 at the end, and after an interrupt that found nothing
   */
  int read(ByteBuffer target) throws IOException {
    int before = target.position();
    try {
      if (inflated != null) {
        return inflated.read(target.array(), before, target.remaining());
      }
      return channel.read(target);
    } catch (ClosedByInterruptException e) {
      // Bytes may have arrived just before the interrupt: then they are in the buffer.
      return target.position() > before ? target.position() - before : -1;
    }
  }

  /** Bytes that can be read without waiting; 0 for a regular file, as it can be read again. */
  int available() {
    try {
      return size > 0 ? 0 : stream.available();
    } catch (IOException closed) {
      return 0;
    }
  }

  /** As in {@link LinesConstants#PERCENT}. */
  int percent() {
    try {
      return size == 0 ? -1 : (int) Math.min(100, channel.position() * 100 / size);
    } catch (IOException closed) {
      return 100;
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
