package io.github.pmtatracking.accounting;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps those apart who work on one rejects file in several processes: whoever adds a line waits
 * for the moment in which the file is taken away, and one command at a time decides what becomes of
 * its lines. The locks are those of the operating system, so they end with their process; and since
 * that gives back all locks on a file when any channel to it is closed, there are two: {@code
 * <file>.lock} and {@code <file>.command.lock}.
 */
public final class RejectsLock {
  private final Path file;
  private final Path command;

  /**
   * Nothing is opened before the first lock.
   *
   * @param rejects the file that is guarded
   */
  public RejectsLock(Path rejects) {
    this.file = rejects.resolveSibling(rejects.getFileName() + ".lock");
    this.command = rejects.resolveSibling(rejects.getFileName() + ".command.lock");
  }

  /** A lock until it is closed. */
  public interface Held extends Closeable {}

  /**
   * For whoever adds a line; several may at a time. Waits while the file is taken away. The lock's
   * file may be another user's: to read it is enough.
   */
  Held adding() throws IOException {
    FileChannel channel = open(file, StandardOpenOption.READ);
    channel.lock(0, Long.MAX_VALUE, true);
    return channel::close;
  }

  /** For whoever takes the file away. Waits until nobody adds a line. */
  public Held taking() throws IOException {
    FileChannel channel = open(file, StandardOpenOption.WRITE);
    channel.lock();
    return channel::close;
  }

  /**
   * For a command that decides what becomes of the lines.
   *
   * @return null when another command does
   */
  public @Nullable Held deciding() throws IOException {
    FileChannel channel = open(command, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel::close;
      }
    } catch (OverlappingFileLockException e) {
      // another thread of this process has it: the same refusal
    }
    channel.close();
    return null;
  }

  private static FileChannel open(Path path, OpenOption how) throws IOException {
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      // as it should be, after the first time
    }
    return FileChannel.open(path, how);
  }
}
