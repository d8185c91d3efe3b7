package io.github.pmtatracking.files;

import io.github.pmtatracking.settings.FileOwnership;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Holds an exclusive lock on a file until it is closed. The operating system releases the lock when
 * the process ends. The file contains the process id of the holder, for messages.
 */
public final class FileLockHolder implements AutoCloseable {
  private final FileChannel channel;

  private FileLockHolder(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock; makes the file when it is missing, with the owner of its folder.
   *
   * @return empty if another process, or another part of this process, holds the lock
   * @throws IOException if the file cannot be made or opened
   */
  public static Optional<FileLockHolder> tryLock(Path file) throws IOException {
    boolean first = !Files.exists(file);
    FileChannel channel =
        PrivateFiles.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (first) {
        FileOwnership.inheritFromFolder(file);
      }
      FileLock lock = channel.tryLock();
      if (lock != null) {
        writeProcessId(channel);
        return Optional.of(new FileLockHolder(channel));
      }
    } catch (OverlappingFileLockException heldInThisProcess) {
      // Refused, as when another process holds it.
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  /** The process that holds the lock, for messages: {@code process 123} if it can be read. */
  public static String owner(Path file) {
    try {
      String pid = Files.readString(file).trim();
      return pid.isEmpty() ? "another process" : "process " + pid;
    } catch (IOException unreadable) {
      return "another process";
    }
  }

  private static void writeProcessId(FileChannel channel) {
    try {
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      channel.truncate(pid.length());
    } catch (IOException diskFull) {
      // The id is only for messages; the lock works without it.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
