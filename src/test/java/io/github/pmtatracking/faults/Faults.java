package io.github.pmtatracking.faults;

import io.github.pmtatracking.testing.SmallDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All faults, in the order of the table. */
final class Faults {
  private Faults() {}

  /**
   * @param folder where a small disk can be tried
   */
  static List<Fault> all(Path folder) throws Exception {
    List<Fault> faults = new ArrayList<>();
    faults.add(new TrackerKilled(false));
    faults.add(new TrackerKilled(true));
    faults.add(new FeederKilled());
    faults.add(new OneOfTwoFeedersKilled());
    faults.add(new WrapperKilled());
    faults.add(new AccountingKilled());
    faults.addAll(List.of(AccountingEnded.values()));
    faults.addAll(List.of(RedisTrouble.values()));
    faults.add(new QueueFillsRedis());
    faults.addAll(List.of(IngestTrouble.values()));
    faults.add(new ClockStepBack());
    if (SmallDisk.isPossible(folder)) {
      faults.add(new DiskFull());
    }
    return faults;
  }
}
