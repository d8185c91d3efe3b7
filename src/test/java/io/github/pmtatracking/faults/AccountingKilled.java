package io.github.pmtatracking.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;

/**
 * {@code kill -9} of acct_etl while PowerMTA writes as fast as it can: what it had in hand is lost,
 * within bounds, and a back-fill from PowerMTA's own accounting file restores it.
 */
record AccountingKilled() implements Fault {
  /** Octets of a line that the rig writes. */
  private static final int LINE = 45;

  /** The pipe, what the process reads at once, and four batches of 500 under way. */
  static final int BOUND = 65_536 / LINE + 65_536 / LINE + 4 * 500;

  @Override
  public String title() {
    return "kill -9 of acct_etl, then back-fill";
  }

  @Override
  public Row strike(Rig rig, int rounds) throws Exception {
    try (Accounting accounting = new Accounting(rig)) {
      int missingBefore = 0;
      int worst = 0;
      for (int i = 0; i < rounds; i++) {
        accounting.start();
        accounting.write(rig.random(500, 2_000));
        CompletableFuture<Void> writing =
            CompletableFuture.runAsync(() -> accounting.write(rig.random(500, 8_000)));
        rig.awaitRecord(accounting);
        accounting.service().kill();
        writing.join();
        int missing = accounting.missing().size();
        worst = Math.max(worst, missing - missingBefore);
        missingBefore = missing;
      }
      int lostByKill = worst;
      assertTrue(lostByKill <= BOUND, () -> lostByKill + " lost by one kill, of " + BOUND);
      long over = System.nanoTime();
      assertEquals(0, accounting.backfill());
      return accounting
          .row(over)
          .named(title() + ", " + rounds + " times")
          .withNote(
              String.format(
                  "before the back-fill %,d missing, at most %,d by one kill (bound %,d)",
                  missingBefore, worst, BOUND));
    }
  }
}
