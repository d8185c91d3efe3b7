package io.github.pmtatracking.faults;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code kill -9} of acct_etl while PowerMTA writes as fast as it can: what it had in hand is lost,
 * within bounds, and a back-fill from PowerMTA's own accounting file restores it. Every second time
 * Redis has confirmed nothing for a while, so that as much as possible is in hand.
 */
record AccountingKilled() implements Fault {
  /** Octets of a line that the harness writes. */
  private static final int LINE = 45;

  /** Settings accounting.batch-records and accounting.batches-in-flight as they are by default. */
  private static final int UNCONFIRMED = 500 * 4;

  /** The pipe, what the process reads at once, a line between two reads, what is unconfirmed. */
  static final int BOUND = 65_536 / LINE + 65_536 / LINE + 1 + UNCONFIRMED;

  /** More than the bound, so that the pipe fills. */
  private static final int TOO_MANY = 2 * BOUND;

  /** So that nothing goes to the spool while Redis confirms nothing. */
  private static final Map<String, String> LONG_TIMEOUT = Map.of("ACCOUNTING_REDIS_TIMEOUT", "60s");

  @Override
  public String title() {
    return "kill -9 of acct_etl, then back-fill";
  }

  @Override
  public FaultResult strike(FaultHarness harness, int rounds) throws Exception {
    try (Accounting accounting = new Accounting(harness, LONG_TIMEOUT)) {
      int missingBefore = 0;
      int worst = 0;
      for (int i = 0; i < rounds; i++) {
        accounting.start();
        accounting.write(harness.random(500, 2_000));
        harness.awaitRecord(accounting);
        if (i % 2 == 0) {
          CompletableFuture<Void> writing =
              CompletableFuture.runAsync(() -> accounting.write(harness.random(500, 8_000)));
          harness.awaitRecord(accounting);
          accounting.service().kill();
          writing.join();
        } else {
          killWithAllInHand(harness, accounting);
        }
        int missing = accounting.missing().size();
        worst = Math.max(worst, missing - missingBefore);
        missingBefore = missing;
      }
      int lostByKill = worst;
      assertTrue(lostByKill <= BOUND, () -> lostByKill + " lost by one kill, of " + BOUND);
      assertTrue(rounds < 2 || lostByKill > UNCONFIRMED / 2, () -> "only " + lostByKill + " lost");
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

  /** Kills it when Redis confirms nothing and the pipe takes nothing more. */
  private static void killWithAllInHand(FaultHarness harness, Accounting accounting) {
    harness.sayToRedis("CLIENT", "PAUSE", "60000", "WRITE");
    try {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(() -> accounting.write(TOO_MANY));
      Set<Integer> seen = ConcurrentHashMap.newKeySet();
      await()
          .atMost(60, SECONDS)
          .pollInterval(500, MILLISECONDS)
          .until(() -> !seen.add(accounting.offered().sure().size()));
      accounting.service().kill();
      writing.join();
    } finally {
      harness.sayToRedis("CLIENT", "UNPAUSE");
    }
  }
}
