package io.github.pmtatracking.feeder.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PausedStateTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final PausedState paused = new PausedState();

  @Test
  void withoutAPauseEachThreadMayTakeABatch() {
    assertTrue(paused.mayAttempt(NOON));
    assertTrue(inAnotherThread());
  }

  @Test
  void whilePausedOneThreadMayTryAndNotBeforeTheTime() {
    paused.pause("401");
    paused.noAttemptBefore(NOON);

    assertFalse(paused.mayAttempt(NOON.minusMillis(1)));
    assertTrue(paused.mayAttempt(NOON));
    assertFalse(inAnotherThread());
    paused.attemptDone();
    assertTrue(inAnotherThread());
  }

  @Test
  void anAcceptedUploadEndsThePause() {
    paused.pause("401");
    paused.noAttemptBefore(NOON.plusSeconds(60));

    paused.resume();

    assertNull(paused.reason());
    assertEquals(0, paused.attempts());
    assertTrue(paused.mayAttempt(NOON));
  }

  @Test
  void aWrongConfigurationIsTriedAtTheInterval() {
    paused.pause("401");

    assertEquals(MINUTE, paused.untilNextAttempt(SECOND, MINUTE));
  }

  @Test
  void aSuspectedApiIsTriedSoonAtFirstAndAtTheIntervalLater() {
    paused.suspectApi("400");
    assertEquals(SECOND, paused.untilNextAttempt(SECOND, MINUTE));

    for (int i = 1; i < 16; i++) {
      paused.suspectApi("400");
    }
    assertEquals(SECOND.multipliedBy(4), paused.untilNextAttempt(SECOND, MINUTE));

    for (int i = 16; i < 200; i++) {
      paused.suspectApi("400");
    }
    assertEquals(MINUTE, paused.untilNextAttempt(SECOND, MINUTE));
  }

  @Test
  void theDoublingsOfTheLimitEndAfterTwentyFailedAttemptsInOnePause() {
    paused.badEventsConfirmed();
    paused.badEventsConfirmed();
    for (int i = 0; i < PausedState.MAX_FAILED_ATTEMPTS; i++) {
      paused.suspectApi("400");
    }
    assertEquals(2, paused.limitDoublings());

    paused.suspectApi("400");

    assertEquals(0, paused.limitDoublings());
  }

  @Test
  void attemptsWithAWrongConfigurationDoNotEndTheDoublingsOfTheLimit() {
    paused.badEventsConfirmed();
    for (int i = 0; i < 100; i++) {
      paused.pause("401");
    }

    paused.suspectApi("400");

    assertEquals(1, paused.limitDoublings());
    assertEquals(1, paused.attempts());
    assertEquals(SECOND, paused.untilNextAttempt(SECOND, MINUTE));
  }

  private boolean inAnotherThread() {
    return CompletableFuture.supplyAsync(() -> paused.mayAttempt(NOON))
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }
}
