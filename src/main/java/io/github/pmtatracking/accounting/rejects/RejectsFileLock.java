package io.github.pmtatracking.accounting.rejects;

import io.github.pmtatracking.files.PrivateFiles;
import io.github.pmtatracking.settings.FileOwnership;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The locks of a rejects file that several processes use. Writers of lines hold the shared lock, a
 * change of the file's other content needs the exclusive one, and one command at a time holds the
 * command lock. They are locks of the operating system, so they end with their process. The system
 * releases all locks of a process on a file when the process closes any channel to it; therefore
 * there are two files: {@code <file>.lock} and {@code <file>.command.lock}. Thread-safe.
 */
public final class RejectsFileLock {
  private final Path rejects;
  private final Path file;
  private final Path command;

  /**
   * Nothing is opened before the first lock.
   *
   * @param rejects the rejects file
   */
  public RejectsFileLock(Path rejects) {
    this.rejects = rejects;
    this.file = rejects.resolveSibling(rejects.getFileName() + ".lock");
    this.command = rejects.resolveSibling(rejects.getFileName() + ".command.lock");
  }

  /** A lock until it is closed. */
  public interface Lock extends Closeable {}

  /**
   * For adding a line; several processes may hold it. Waits while another process holds the
   * exclusive lock. Read permission for the lock file is enough.
   *
   * @throws OverlappingFileLockException when this process has a lock on the file
   */
  Lock shared() throws IOException {
    return Objects.requireNonNull(
        lock(file, StandardOpenOption.READ, channel -> channel.lock(0, Long.MAX_VALUE, true)));
  }

  /**
   * For changing the lines of the file. Waits until no process adds a line.
   *
   * @throws OverlappingFileLockException when this process has a lock on the file
   */
  public Lock exclusive() throws IOException {
    return Objects.requireNonNull(lock(file, StandardOpenOption.WRITE, FileChannel::lock));
  }

  /**
   * For a command that replays or drops lines.
   *
   * @return null when another command holds it
   */
  public @Nullable Lock command() throws IOException {
    try {
      return lock(command, StandardOpenOption.WRITE, FileChannel::tryLock);
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process holds it
    }
  }

  private interface Locking {
    @Nullable FileLock apply(FileChannel channel) throws IOException;
  }

  /** Null when another process has the lock. */
  private @Nullable Lock lock(Path path, OpenOption how, Locking locking) throws IOException {
    FileChannel channel = open(path, how);
    boolean locked = false;
    try {
      locked = locking.apply(channel) != null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? channel::close : null;
  }

  private FileChannel open(Path path, OpenOption how) throws IOException {
    try {
      FileOwnership.inherit(path, Files.exists(rejects) ? rejects : folder());
      return FileChannel.open(path, how);
    } catch (NoSuchFileException e) {
      // The first time. Another process may make it at the same moment.
      PrivateFiles.createEmptyForAll(path);
      FileOwnership.inherit(path, Files.exists(rejects) ? rejects : folder());
      return FileChannel.open(path, how);
    }
  }

  private Path folder() {
    return Objects.requireNonNull(rejects.toAbsolutePath().getParent());
  }
}
