package io.github.pmtatracking.feeder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FeederCountersTest {
  private final FeederCounters counters = new FeederCounters();

  @Test
  void anAcceptedUploadEndsBothSeriesOfFailures() {
    counters.countRetry();
    counters.countRetry();
    assertEquals(1, counters.countRefused());
    assertEquals(2, counters.countRefused());

    counters.countUpload(7);

    assertEquals(7, counters.eventsAccepted());
    assertEquals(1, counters.uploads());
    assertEquals(2, counters.retries());
    assertEquals(0, counters.failuresInARow());
    assertEquals(0, counters.refusedInARow());
  }

  @Test
  void expiredEventsAreDeadLettersToo() {
    counters.countDeadLetters(5, 2);
    counters.countDeadLetters(1, 1);

    assertEquals(6, counters.deadLetters());
    assertEquals(3, counters.expired());
  }

  @Test
  void theStatusOfABatchCountsEventsAndBatchesApart() {
    counters.countBatchStatus(10, 3);
    counters.countEventsFailed(2);
    counters.countBatchFailed();
    counters.countBatchUnknown();
    counters.countBatchesAbandoned(4);
    counters.countRequeued(8);

    assertEquals(10, counters.eventsSucceeded());
    assertEquals(3, counters.eventsDuplicate());
    assertEquals(2, counters.eventsFailed());
    assertEquals(1, counters.batchesFailed());
    assertEquals(1, counters.batchesUnknown());
    assertEquals(4, counters.batchesAbandoned());
    assertEquals(8, counters.eventsRequeued());
  }
}
