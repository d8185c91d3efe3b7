package io.github.pmtatracking.component.smtpproxy.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A temporary file with one message. Its name is removed as soon as it is open, so that no file is
 * left after the process ends, even after a kill. The space is free again when the last user has
 * released it. Written by one thread, then read by any number of threads.
 */
final class MessageFile {
  private final FileChannel channel;
  private final AtomicInteger users = new AtomicInteger(1);

  /**
   * @param folder folder for the file, null for the system's folder for temporary files
   * @throws IOException when no file can be created there
   */
  MessageFile(@Nullable Path folder) throws IOException {
    Path path =
        folder == null
            ? Files.createTempFile("smtp", ".eml")
            : Files.createTempFile(folder, "smtp", ".eml");
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } finally {
      Files.delete(path);
    }
  }

  /** Appends bytes. */
  void write(byte[] data, int offset, int length) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(data, offset, length);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** Bytes written. */
  long size() throws IOException {
    return channel.size();
  }

  /**
   * Reads bytes at a position. The position of other readers does not change.
   *
   * @return the number of bytes, -1 at the end
   */
  int read(long position, byte[] data, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(data, offset, length), position);
  }

  /** Adds a user. The creator of the file is the first one. */
  void retain() {
    users.incrementAndGet();
  }

  /** Removes a user. The last one closes the file. */
  void release() throws IOException {
    if (users.decrementAndGet() == 0) {
      channel.close();
    }
  }
}
