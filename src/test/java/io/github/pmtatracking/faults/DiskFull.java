package io.github.pmtatracking.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.pmtatracking.testing.NeedsMount;
import io.github.pmtatracking.testing.Service;
import io.github.pmtatracking.testing.SmallDisk;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Redis is away and the disk under the tracker's spool is full: the one case in which events are
 * lost, each counted and logged. Needs root, for a small disk of its own.
 */
@NeedsMount
record DiskFull() implements Fault {
  private static final Pattern LOST =
      Pattern.compile("Event lost: |More events lost: .*? events=(\\d+) ");
  private static final String BACK = "Redis available again; ";

  @Override
  public String title() {
    return "disk full under the tracker's spool while Redis is away";
  }

  @Override
  public FaultResult strike(FaultHarness rig, int rounds) throws Exception {
    OfferedEvents offered = new OfferedEvents();
    try (SmallDisk disk = SmallDisk.mount(rig.folder(), "64k");
        Service tracker =
            rig.tracker(disk.path().resolve("spool"), Map.of("LOG_FORMAT", "details"))) {
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
      // their number is told at the end of the outage
      await().atMost(60, SECONDS).until(() -> tracker.log().contains(BACK));
      int lost = lost(tracker);
      FaultResult row = rig.awaitArrival(offered, over, lost).named(title());
      tracker.terminate();
      return row.withDeclaredLost(lost(tracker))
          .withNote(
              String.format(
                  "%d counted and logged as lost; %d readers saw an error",
                  lost(tracker), offered.unanswered().size() + readers.refused()));
    } finally {
      rig.redis().start();
    }
  }

  private static int lost(Service tracker) {
    return LOST.matcher(tracker.log())
        .results()
        .mapToInt(told -> told.group(1) == null ? 1 : Integer.parseInt(told.group(1)))
        .sum();
  }
}
