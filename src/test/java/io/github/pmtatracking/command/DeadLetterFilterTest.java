package io.github.pmtatracking.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterFilterTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final String[] ALL = {};

  @ParameterizedTest
  @CsvSource({"250ms, 250", "90s, 90000", "30m, 1800000", "1 h, 3600000", "2d, 172800000"})
  void anAgeIsReadAsInTheSettings(String within, long milliseconds) {
    DeadLetterFilter filter = DeadLetterFilter.of(ALL, null, within, NOW);

    assertEquals(NOW.minus(Duration.ofMillis(milliseconds)), filter.since());
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999d", "106751991167d"})
  void anAgeBeforeTheYear1970SelectsAll(String within) {
    DeadLetterFilter filter = DeadLetterFilter.of(ALL, null, within, NOW);

    assertTrue(filter.matches("1", "refused", Instant.EPOCH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1w", "-1h", "1"})
  void aTextThatIsNoAgeIsRefused(String within) {
    assertThrows(IllegalArgumentException.class, () -> DeadLetterFilter.of(ALL, null, within, NOW));
  }

  @Test
  void allGivenConditionsMustHold() {
    DeadLetterFilter filter = DeadLetterFilter.of(new String[] {"7"}, "expired", "1h", NOW);

    assertTrue(filter.matches("7", "expired: 25 h", NOW.minusSeconds(60)));
    assertFalse(filter.matches("8", "expired: 25 h", NOW.minusSeconds(60)));
    assertFalse(filter.matches("7", "invalid", NOW.minusSeconds(60)));
    assertFalse(filter.matches("7", "expired: 25 h", NOW.minusSeconds(3_601)));
    assertFalse(filter.isEverything());
    assertTrue(DeadLetterFilter.of(ALL, null, null, NOW).isEverything());
  }
}
