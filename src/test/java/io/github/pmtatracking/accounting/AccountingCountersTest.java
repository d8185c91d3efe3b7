package io.github.pmtatracking.accounting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccountingCountersTest {
  private final AccountingCounters counters = new AccountingCounters();

  @Test
  void theSummaryNamesOnlyWhatHappened() {
    counters.countLoaded(2);
    assertEquals("2 delivery records loaded, 0 lines rejected", counters.toString());

    counters.countSkipped("b");
    counters.countSkipped("b");
    counters.countSkipped("t");
    counters.countExpired();
    counters.countRejected();
    counters.countSpooled(7);
    counters.countLost();
    assertEquals(
        "2 delivery records loaded, 2 of type b skipped, 1 of type t skipped, 1 too old, 1 lines"
            + " rejected, 7 records went through the spool, 1 LOST",
        counters.toString());
    assertEquals(3, counters.skipped());
  }

  @Test
  void garbageDoesNotMakeAnyNumberOfTypes() {
    IntStream.range(0, 100).forEach(i -> counters.countSkipped("type" + i));
    counters.countSkipped("a type that is much too long");

    Map<String, Long> skipped = counters.skippedByType();
    assertEquals(41, skipped.size());
    assertEquals(61, skipped.get("other"));
    assertEquals(101, counters.skipped());
  }
}
