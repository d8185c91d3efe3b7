package io.github.pmtatracking.accounting.rejects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inside one process; RejectsFileIT has two processes. */
class RejectsFileLockTest {
  @TempDir private Path folder;
  private RejectsFileLock lock;

  @BeforeEach
  void make() {
    lock = new RejectsFileLock(folder.resolve("rejects.jsonl"));
  }

  @Test
  void oneCommandAtATimeHoldsTheCommandLock() throws Exception {
    try (RejectsFileLock.Lock held = lock.command()) {
      assertNotNull(held);
      assertNull(lock.command());
      // Lines can be added meanwhile.
      lock.shared().close();
      lock.exclusive().close();
    }
    try (RejectsFileLock.Lock again = lock.command()) {
      assertNotNull(again);
    }
  }

  @Test
  void inOneProcessNoLineIsAddedUnderTheExclusiveLock() throws Exception {
    try (RejectsFileLock.Lock held = lock.exclusive()) {
      assertThrows(OverlappingFileLockException.class, lock::shared);
    }
    lock.shared().close();
  }

  @Test
  void theLockFilesAreEmptyAndReadableForAll() throws Exception {
    lock.shared().close();
    Path file = folder.resolve("rejects.jsonl.lock");
    assertEquals(0, Files.size(file));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }
}
