package io.github.pmtatracking.spool;

import io.github.pmtatracking.files.PrivateFiles;
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

/** One process a folder: a lock that the operating system releases when its process ends. */
final class FolderLock implements AutoCloseable {
  private static final String NAME = "lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock, making the folder when missing; empty if someone else has it. */
  static Optional<FolderLock> tryLock(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      PrivateFiles.createFolder(folder);
      FileOwnership.inheritFromFolder(folder);
    }
    Path file = folder.resolve(NAME);
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
        noteOwner(channel);
        return Optional.of(new FolderLock(channel));
      }
    } catch (OverlappingFileLockException heldInThisProcess) {
      // The same refusal as from another process.
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  /** The process that holds the lock, for messages: best effort. */
  static String owner(Path folder) {
    try {
      String pid = Files.readString(folder.resolve(NAME)).trim();
      return pid.isEmpty() ? "another process" : "process " + pid;
    } catch (IOException unreadable) {
      return "another process";
    }
  }

  private static void noteOwner(FileChannel channel) {
    try {
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      channel.truncate(pid.length());
    } catch (IOException diskFull) {
      // The number is only for a message; the lock itself needs no room.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
