package io.github.pmtatracking.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.NeedsMount;
import io.github.pmtatracking.testing.SmallDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The spool against kill -9 and a disk that is full. */
class SpoolWriterIT {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(FsyncPolicy.class)
  void everyAcknowledgedRecordSurvivesKillMinusNine(FsyncPolicy policy) throws Exception {
    Process child = child(policy);
    List<Integer> acknowledged = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), US_ASCII))) {
      readAtLeast(3_000, out, acknowledged);
      // Not Process.destroyForcibly: that closes the pipe with what it said before it died.
      child.toHandle().destroyForcibly();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        acknowledged.add(Integer.valueOf(line));
      }
    }
    assertEquals(137, child.waitFor());

    List<Integer> back = new ArrayList<>();
    try (Spool spool = Spool.open(options(folder))) {
      spool.drain(
          records -> records.forEach(r -> back.add(Integer.valueOf(new String(r, US_ASCII)))));
      assertEquals(0, spool.counters().lost());
    }
    Set<Integer> missing = new HashSet<>(acknowledged);
    back.forEach(missing::remove);
    assertEquals(Set.of(), missing);
    for (int i = 0; i < back.size(); i++) {
      assertEquals(i, back.get(i));
    }
  }

  @Test
  void aSecondProcessIsRefusedUntilTheFirstHasDied() throws Exception {
    Process child = child(FsyncPolicy.NEVER);
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), US_ASCII))) {
      readAtLeast(1, out, new ArrayList<>());
      SpoolUnavailableException refusal =
          assertThrows(SpoolUnavailableException.class, () -> Spool.open(options(folder)));
      assertTrue(refusal.getMessage().contains("process " + child.pid()), refusal.getMessage());
    } finally {
      child.destroyForcibly().waitFor();
    }
    Spool.open(options(folder)).close();
  }

  @NeedsMount
  @Test
  void aFullDiskRefusesAndWhatWasKeptComesBack() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, "256k")) {
      byte[] record = new byte[1000];
      try (Spool spool = Spool.open(options(disk.path()))) {
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
          appends.add(spool.append(record));
        }
        int kept = 0;
        String reason = "";
        for (CompletableFuture<Void> append : appends) {
          try {
            append.get();
            kept++;
          } catch (ExecutionException e) {
            reason = String.valueOf(e.getCause().getMessage());
          }
        }
        // A 256 KiB disk with 1012 bytes a record, the lock and the position on pages of their own.
        assertTrue(kept > 230 && kept < 256, "kept " + kept);
        assertTrue(
            reason.contains("No space left") && reason.contains("test.spool.folder"), reason);
        assertEquals(500 - kept, spool.counters().refused());
        assertEquals(kept, spool.counters().records());
        assertEquals(kept, spool.drain(records -> {}));
        await().until(() -> spool.counters().bytes() == 0);
        spool.append(record).get();
      }
      try (Spool spool = Spool.open(options(disk.path()))) {
        assertEquals(1, spool.drain(records -> {}));
        assertEquals(0, spool.counters().lost());
      }
    }
  }

  @Test
  void anUnwritableFolderIsNamedWithTheSetting() throws Exception {
    Path closed =
        Files.createDirectory(
            folder.resolve("closed"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    // Root may write anywhere; /proc takes nobody's folders.
    Path target = Files.isWritable(closed) ? Path.of("/proc/spool") : closed.resolve("spool");
    SpoolUnavailableException refusal =
        assertThrows(SpoolUnavailableException.class, () -> Spool.open(options(target)));
    assertTrue(refusal.getMessage().contains("test.spool.folder"), refusal.getMessage());
  }

  private static SpoolOptions options(Path folder) {
    return SpoolOptions.of("test.spool", folder, 1L << 30);
  }

  private Process child(FsyncPolicy policy) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            System.getProperty("java.class.path"),
            SpoolingChild.class.getName(),
            folder.toString(),
            policy.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void readAtLeast(int count, BufferedReader out, List<Integer> numbers)
      throws IOException {
    while (numbers.size() < count) {
      String line = out.readLine();
      if (line == null) {
        throw new IOException("the child ended after " + numbers.size() + " records");
      }
      numbers.add(Integer.valueOf(line));
    }
  }
}
