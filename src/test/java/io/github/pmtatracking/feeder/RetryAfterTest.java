package io.github.pmtatracking.feeder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");

  @Test
  void secondsAreRead() {
    assertEquals(Duration.ofSeconds(120), RetryAfter.parse(" 120 ", NOW));
  }

  @Test
  void aDateIsReadAsTheTimeUntilThen() {
    assertEquals(Duration.ofSeconds(30), RetryAfter.parse("Wed, 21 Oct 2026 07:28:30 GMT", NOW));
  }

  @Test
  void aDateInThePastMeansNow() {
    assertEquals(Duration.ZERO, RetryAfter.parse("Wed, 21 Oct 2026 07:27:00 GMT", NOW));
  }

  @Test
  void moreThanAnHourIsNotBelieved() {
    assertEquals(Duration.ofHours(1), RetryAfter.parse("999999", NOW));
  }

  @Test
  void whatSaysNothingUsableIsAsIfItWereMissing() {
    assertNull(RetryAfter.parse("soon", NOW));
    assertNull(RetryAfter.parse("-5", NOW));
    assertNull(RetryAfter.parse(null, NOW));
  }
}
