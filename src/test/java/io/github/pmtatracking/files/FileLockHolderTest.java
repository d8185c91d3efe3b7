package io.github.pmtatracking.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLockHolderTest {
  @TempDir private Path folder;

  @Test
  void theLockIsRefusedUntilItsHolderIsClosed() throws Exception {
    Path file = folder.resolve("lock");
    FileLockHolder holder = FileLockHolder.tryLock(file).orElseThrow();

    assertEquals(Optional.empty(), FileLockHolder.tryLock(file));

    holder.close();
    try (FileLockHolder next = FileLockHolder.tryLock(file).orElseThrow()) {
      assertTrue(Files.exists(file));
    }
  }

  @Test
  void theHolderIsNamedByItsProcessId() throws Exception {
    Path file = folder.resolve("lock");
    assertEquals("another process", FileLockHolder.owner(file));
    try (FileLockHolder holder = FileLockHolder.tryLock(file).orElseThrow()) {
      assertEquals("process " + ProcessHandle.current().pid(), FileLockHolder.owner(file));
    }
  }
}
