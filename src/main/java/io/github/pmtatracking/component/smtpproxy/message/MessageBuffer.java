package io.github.pmtatracking.component.smtpproxy.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a message lies until it is answered: a small one in memory, a large one in a temporary
 * file. Closing it gives the file up; exchanges that still read a copy of it keep it until they are
 * done.
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
   * @param inMemory bytes that may lie in memory
   * @param limit bytes that a message may have; what comes after them is dropped
   * @param folder for the temporary files, null for the system's
   */
  public MessageBuffer(int inMemory, long limit, @Nullable Path folder) {
    this.inMemory = inMemory;
    this.limit = limit;
    this.folder = folder;
    this.buffer = new byte[Math.min(inMemory, 16_384)];
  }

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

  /** How many bytes were written, dropped ones included. */
  public long total() {
    return total;
  }

  public boolean isTooLarge() {
    return total > limit;
  }

  /** Why the file could not be written, null if it could; the rest of the message was dropped. */
  public @Nullable IOException failure() {
    return failure;
  }

  /** The whole message: a byte array, or a stream on the file that can be read more than once. */
  public Object body() throws IOException {
    return file == null ? Arrays.copyOf(buffer, size) : new MessageStream(file, file.size());
  }

  /** The message as it came, from its beginning. */
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
