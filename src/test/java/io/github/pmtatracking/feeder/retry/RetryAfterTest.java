package io.github.pmtatracking.feeder.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");
  private static final Duration MAX = Duration.ofMinutes(5);

  @Test
  void secondsAreRead() {
    assertEquals(Duration.ofSeconds(120), RetryAfter.parse(" 120 ", NOW, MAX));
  }

  @Test
  void aDateIsReadAsTheTimeUntilThen() {
    assertEquals(
        Duration.ofSeconds(30), RetryAfter.parse("Wed, 21 Oct 2026 07:28:30 GMT", NOW, MAX));
  }

  @Test
  void aDateInThePastMeansNow() {
    assertEquals(Duration.ZERO, RetryAfter.parse("Wed, 21 Oct 2026 07:27:00 GMT", NOW, MAX));
  }

  @Test
  void moreThanTheLimitIsNotBelieved() {
    assertEquals(MAX, RetryAfter.parse("999999999", NOW, MAX));
    assertEquals(MAX, RetryAfter.parse("Fri, 31 Dec 9999 23:59:59 GMT", NOW, MAX));
  }

  @Test
  void whatSaysNothingUsableIsAsIfItWereMissing() {
    assertNull(RetryAfter.parse("soon", NOW, MAX));
    assertNull(RetryAfter.parse("-5", NOW, MAX));
    assertNull(RetryAfter.parse(null, NOW, MAX));
  }
}
