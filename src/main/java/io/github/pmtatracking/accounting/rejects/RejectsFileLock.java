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
 * Keeps those apart who work on one rejects file in several processes: whoever adds a line waits
 * for the moment in which the file is taken away, and one command at a time decides what becomes of
 * its lines. The locks are those of the operating system, so they end with their process; and since
 * that gives back all locks on a file when any channel to it is closed, there are two: {@code
 * <file>.lock} and {@code <file>.command.lock}.
 */
public final class RejectsFileLock {
  private final Path rejects;
  private final Path file;
  private final Path command;

  /**
   * Nothing is opened before the first lock.
   *
   * @param rejects the file that is guarded
   */
  public RejectsFileLock(Path rejects) {
    this.rejects = rejects;
    this.file = rejects.resolveSibling(rejects.getFileName() + ".lock");
    this.command = rejects.resolveSibling(rejects.getFileName() + ".command.lock");
  }

  /** A lock until it is closed. */
  public interface Held extends Closeable {}

  /**
   * For whoever adds a line; several processes may at a time. Waits while the file is taken away.
   * The lock's file may be another user's: to read it is enough.
   *
   * @throws OverlappingFileLockException when this process has a lock on the file
   */
  Held adding() throws IOException {
    return Objects.requireNonNull(
        held(file, StandardOpenOption.READ, channel -> channel.lock(0, Long.MAX_VALUE, true)));
  }

  /**
   * For whoever takes the file away. Waits until nobody adds a line.
   *
   * @throws OverlappingFileLockException when this process has a lock on the file
   */
  public Held taking() throws IOException {
    return Objects.requireNonNull(held(file, StandardOpenOption.WRITE, FileChannel::lock));
  }

  /**
   * For a command that decides what becomes of the lines.
   *
   * @return null when another command does
   */
  public @Nullable Held deciding() throws IOException {
    try {
      return held(command, StandardOpenOption.WRITE, FileChannel::tryLock);
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process does
    }
  }

  private interface Locking {
    @Nullable FileLock lock(FileChannel channel) throws IOException;
  }

  /** Null when the lock is not given. */
  private @Nullable Held held(Path path, OpenOption how, Locking locking) throws IOException {
    FileChannel channel = open(path, how);
    boolean locked = false;
    try {
      locked = locking.lock(channel) != null;
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
      // the first time; whoever else makes it now does no harm
      PrivateFiles.createEmptyForAll(path);
      FileOwnership.inherit(path, Files.exists(rejects) ? rejects : folder());
      return FileChannel.open(path, how);
    }
  }

  private Path folder() {
    return Objects.requireNonNull(rejects.toAbsolutePath().getParent());
  }
}
