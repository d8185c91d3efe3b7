package io.github.pmtatracking.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** acct_etl is ended in the midst of its work, with Redis there or away. */
enum AccountingEnded implements Fault {
  BY_SIGTERM("SIGTERM to acct_etl under load", true, false),
  BY_END_OF_INPUT("end of input of acct_etl", false, false),
  BY_SIGTERM_WITHOUT_REDIS("Redis away while acct_etl reads, then SIGTERM", true, true),
  BY_END_OF_INPUT_WITHOUT_REDIS("Redis away while acct_etl reads, then end of input", false, true);

  private final String fault;
  private final boolean signal;
  private final boolean redisAway;

  AccountingEnded(String fault, boolean signal, boolean redisAway) {
    this.fault = fault;
    this.signal = signal;
    this.redisAway = redisAway;
  }

  @Override
  public String title() {
    return fault;
  }

  @Override
  public FaultResult strike(FaultHarness harness, int rounds) throws Exception {
    try (Accounting accounting = new Accounting(harness)) {
      long over = 0;
      for (int i = 0; i < rounds; i++) {
        accounting.start();
        accounting.write(harness.random(100, 1_000));
        if (redisAway) {
          harness.redis().kill();
        }
        accounting.write(harness.random(1_000, 4_000));
        over = System.nanoTime();
        int code = signal ? accounting.service().terminate() : accounting.endOfInput();
        assertEquals(0, code, () -> "exit code; it said:\n" + accounting.service().log());
        harness.redis().start();
      }
      if (redisAway) {
        // what waits in the spool is for the next start
        over = System.nanoTime();
        accounting.start();
        assertEquals(0, accounting.endOfInput());
      }
      return accounting.row(over).named(title() + ", " + rounds + " times");
    }
  }
}
