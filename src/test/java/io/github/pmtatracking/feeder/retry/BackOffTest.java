package io.github.pmtatracking.feeder.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofSeconds(60);

  private final BackOff backOff = new BackOff(FIRST, MAX, new Random(1));

  @Test
  void theLimitDoublesUpToTheMaximum() {
    assertEquals(1_000, longestOf(1), 50);
    assertEquals(2_000, longestOf(2), 50);
    assertEquals(8_000, longestOf(4), 100);
    assertEquals(60_000, longestOf(7), 500);
    assertEquals(60_000, longestOf(1_000_000), 500);
  }

  @Test
  void theWaitsAreSpreadOverTheWholeRange() {
    long[] waits = waits(7);
    assertTrue(LongStream.of(waits).filter(wait -> wait < 20_000).count() > 200);
    assertTrue(LongStream.of(waits).filter(wait -> wait > 40_000).count() > 200);
  }

  @Test
  void nothingIsTriedAgainAtOnce() {
    assertTrue(LongStream.of(waits(1)).min().orElse(0) >= 500);
  }

  @Test
  void theWaitThatTheApiAsksForIsNeverShortened() {
    for (int i = 0; i < 1_000; i++) {
      long wait = backOff.delay(1, Duration.ofSeconds(30)).toMillis();
      assertTrue(wait >= 30_000 && wait <= 31_000, "waits " + wait);
    }
  }

  private long longestOf(int failures) {
    return LongStream.of(waits(failures)).max().orElse(0);
  }

  private long[] waits(int failures) {
    return LongStream.range(0, 1_000).map(i -> backOff.delay(failures, null).toMillis()).toArray();
  }
}
