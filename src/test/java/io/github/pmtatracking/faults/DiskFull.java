package io.github.pmtatracking.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Redis is away and the disk under the tracker's spool is full: the one case in which events are
 * lost, each counted and logged. Needs root, for a small disk of its own.
 */
record DiskFull() implements Fault {
  private static final String LOST = " is lost: ";

  @Override
  public String title() {
    return "disk full under the tracker's spool while Redis is away";
  }

  /** Whether this process may mount a small disk. */
  static boolean isPossible(Path folder) throws Exception {
    Path disk = Files.createTempDirectory(folder, "disk");
    return mount(disk) && run("umount", disk.toString()) == 0;
  }

  @Override
  public Row strike(Rig rig, int rounds) throws Exception {
    Path disk = Files.createTempDirectory(rig.folder(), "disk");
    if (!mount(disk)) {
      throw new IllegalStateException("no disk could be mounted at " + disk);
    }
    Offered offered = new Offered();
    try (Service tracker = rig.tracker(disk.resolve("spool"), Map.of("LOG_FORMAT", "details"))) {
      tracker.start();
      Readers readers = rig.readers(tracker, offered);
      try (readers) {
        readers.awaitAnswered(50);
        rig.redis().kill();
        await()
            .atMost(60, SECONDS)
            .until(
                () -> {
                  readers.awaitAnswered(50);
                  return lost(tracker) > 0;
                });
        readers.awaitAnswered(50 * rounds);
      } finally {
        rig.redis().start();
      }
      long over = System.nanoTime();
      int lost = lost(tracker);
      Row row = rig.awaitArrival(offered, over, lost).named(title());
      tracker.terminate();
      return row.withDeclaredLost(lost(tracker))
          .withNote(
              String.format(
                  "%d counted and logged as lost; %d readers saw an error",
                  lost(tracker), offered.unanswered().size() + readers.refused()));
    } finally {
      rig.redis().start();
      assertEquals(0, run("umount", disk.toString()));
    }
  }

  private static int lost(Service tracker) {
    return (int) tracker.log().lines().filter(line -> line.contains(LOST)).count();
  }

  private static boolean mount(Path disk) throws Exception {
    return run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()) == 0;
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
