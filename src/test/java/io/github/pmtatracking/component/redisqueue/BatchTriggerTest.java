package io.github.pmtatracking.component.redisqueue;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BatchTriggerTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final BatchTrigger trigger = new BatchTrigger(1_000, 50_000, Duration.ofSeconds(30));

  @Test
  void anEmptyListIsNeverDue() {
    assertFalse(trigger.isDue(list(0, 0), NOON));
    assertFalse(trigger.isDue(list(0, 0), NOON.plusSeconds(3_600)));
  }

  @Test
  void entriesThatKeepTricklingInDoNotPutTheBatchOff() {
    for (int second = 0; second < 30; second++) {
      assertFalse(trigger.isDue(list(second + 1, 100), NOON.plusSeconds(second)));
    }
    assertTrue(trigger.isDue(list(31, 100), NOON.plusSeconds(30)));
  }

  @Test
  void aListThatFillsABatchIsDueAtOnce() {
    assertTrue(trigger.isDue(list(1_000, 100), NOON));
    assertTrue(trigger.isDue(list(10, 50_000), NOON));
  }

  @Test
  void theWaitBeginsAnewWithWhatABatchLeft() {
    assertTrue(trigger.isDue(list(1_001, 100), NOON));
    assertFalse(trigger.isDue(list(1, 100), NOON.plusSeconds(1)));
    assertFalse(trigger.isDue(list(1, 100), NOON.plusSeconds(30)));
    assertTrue(trigger.isDue(list(1, 100), NOON.plusSeconds(31)));
  }

  @Test
  void theWaitBeginsAnewAfterTheListWasEmpty() {
    assertFalse(trigger.isDue(list(1, 100), NOON));
    assertFalse(trigger.isDue(list(0, 0), NOON.plusSeconds(20)));
    assertFalse(trigger.isDue(list(1, 100), NOON.plusSeconds(40)));
  }

  @Test
  void aClockSetBackDoesNotProlongTheWaitBeyondOneAge() {
    assertFalse(trigger.isDue(list(1, 100), NOON));
    assertFalse(trigger.isDue(list(1, 100), NOON.minusSeconds(3_600)));
    assertTrue(trigger.isDue(list(1, 100), NOON.minusSeconds(3_570)));
  }

  private static ListStatus list(long length, long bytes) {
    return new ListStatus(length, bytes, null);
  }
}
