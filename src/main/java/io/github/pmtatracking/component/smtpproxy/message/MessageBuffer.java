package io.github.pmtatracking.component.smtpproxy.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a message until the client gets its reply: a small one in memory, a large one in a
 * temporary file. {@link #close} releases the file; the file stays open for exchanges that still
 * read it.
 */
public final class MessageBuffer implements AutoCloseable {
  private final int inMemory;
  private final long limit;
  private final @Nullable Path folder;
  private byte[] buffer;
  private int size;
  private long total;
  private @Nullable MessageFile file;
  private @Nullable IOException failure;

  /**
   * @param inMemory maximum size in bytes of a message that is kept in memory
   * @param limit maximum size of a message in bytes; further bytes are dropped
   * @param folder folder for temporary files, null for the system's folder
   */
  public MessageBuffer(int inMemory, long limit, @Nullable Path folder) {
    this.inMemory = inMemory;
    this.limit = limit;
    this.folder = folder;
    this.buffer = new byte[Math.min(inMemory, 16_384)];
  }

  /** Appends bytes. A failure is kept for {@link #failure}. */
  public void write(byte[] data, int offset, int length) {
    total += length;
    if (length > 0 && !isTooLarge() && failure == null) {
      try {
        keep(data, offset, length);
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  private void keep(byte[] data, int offset, int length) throws IOException {
    MessageFile large = file;
    if (large == null && length > inMemory - size) {
      large = new MessageFile(folder);
      file = large;
      large.write(buffer, 0, size);
      buffer = new byte[0];
    }
    if (large != null) {
      large.write(data, offset, length);
      return;
    }
    if (length > buffer.length - size) {
      int wanted = Math.max(size + length, buffer.length * 2);
      buffer = Arrays.copyOf(buffer, Math.min(inMemory, wanted));
    }
    System.arraycopy(data, offset, buffer, size, length);
    size += length;
  }

  /** The number of bytes written, dropped bytes included. */
  public long total() {
    return total;
  }

  /** Whether the message is larger than the limit. */
  public boolean isTooLarge() {
    return total > limit;
  }

  /** The failure of a write, after which the rest was dropped; null if there was none. */
  public @Nullable IOException failure() {
    return failure;
  }

  /** The whole message: a byte array, or a stream on the file, which can be read several times. */
  public Object body() throws IOException {
    return file == null ? Arrays.copyOf(buffer, size) : new MessageStream(file, file.size());
  }

  /** A stream on the message as the client sent it, from its first byte. */
  public InputStream open() throws IOException {
    return file == null
        ? new ByteArrayInputStream(buffer, 0, size)
        : new MessageStream(file, file.size());
  }

  @Override
  public void close() throws IOException {
    MessageFile large = file;
    file = null;
    if (large != null) {
      large.release();
    }
  }
}
