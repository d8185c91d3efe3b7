package io.github.pmtatracking.component.smtpproxy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.camel.converter.stream.FileInputStreamCache;
import org.jspecify.annotations.Nullable;

/**
 * Where a message lies until it is answered: a small one in memory, a large one in a temporary
 * file. Closing it removes the file.
 */
final class MessageSpool implements AutoCloseable {
  private final int inMemory;
  private final long limit;
  private final @Nullable Path folder;
  private byte[] buffer;
  private int size;
  private long total;
  private @Nullable Path file;
  private @Nullable OutputStream fileOutput;
  private @Nullable IOException failure;

  /**
   * @param inMemory bytes that may lie in memory
   * @param limit bytes that a message may have; what comes after them is dropped
   * @param folder for the temporary files, null for the system's
   */
  MessageSpool(int inMemory, long limit, @Nullable Path folder) {
    this.inMemory = inMemory;
    this.limit = limit;
    this.folder = folder;
    this.buffer = new byte[Math.min(inMemory, 16_384)];
  }

  void write(byte[] data, int offset, int length) {
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
    if (fileOutput == null && length > inMemory - size) {
      file = folder == null ? Files.createTempFile("smtp", ".eml") : tempFile(folder);
      fileOutput = Files.newOutputStream(file);
      fileOutput.write(buffer, 0, size);
      buffer = new byte[0];
    }
    if (fileOutput != null) {
      fileOutput.write(data, offset, length);
      return;
    }
    if (length > buffer.length - size) {
      int wanted = Math.max(size + length, buffer.length * 2);
      buffer = Arrays.copyOf(buffer, Math.min(inMemory, wanted));
    }
    System.arraycopy(data, offset, buffer, size, length);
    size += length;
  }

  private static Path tempFile(Path folder) throws IOException {
    return Files.createTempFile(folder, "smtp", ".eml");
  }

  /** How many bytes were written, dropped ones included. */
  long total() {
    return total;
  }

  boolean isTooLarge() {
    return total > limit;
  }

  /** Why the file could not be written, null if it could; the rest of the message was dropped. */
  @Nullable IOException failure() {
    return failure;
  }

  /** The whole message: a byte array, or a stream cache on the file. Ends writing. */
  Object body() throws IOException {
    if (file == null || fileOutput == null) {
      return Arrays.copyOf(buffer, size);
    }
    fileOutput.close();
    return new FileInputStreamCache(file.toFile());
  }

  /** The message as it came, from its beginning. */
  InputStream open() throws IOException {
    return file == null ? new ByteArrayInputStream(buffer, 0, size) : Files.newInputStream(file);
  }

  @Override
  public void close() throws IOException {
    if (fileOutput != null) {
      fileOutput.close();
    }
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
