package io.github.pmtatracking.accounting.rejects;

import io.github.pmtatracking.accounting.AccountingCounters;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A process that sets lines aside, as acct_etl does, one after the other: file, number of lines.
 */
public final class RejectsAdder {
  private RejectsAdder() {}

  public static void main(String[] arguments) {
    AccountingCounters counters = new AccountingCounters();
    RejectsWriter rejects =
        new RejectsWriter(Path.of(arguments[0]), 1 << 30, InstantSource.system(), counters);
    int lines = Integer.parseInt(arguments[1]);
    for (int i = 0; i < lines; i++) {
      rejects.add("reason", "stdin", i, "", "line " + i);
    }
    System.exit(counters.lost() == 0 ? 0 : 1);
  }
}
