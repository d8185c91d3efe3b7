package io.github.pmtatracking.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterFilterTest {
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "250ms, 2026-03-04T11:59:59.750Z",
    "30s,   2026-03-04T11:59:30Z",
    "5 m,   2026-03-04T11:55:00Z",
    "1h,    2026-03-04T11:00:00Z",
    "2d,    2026-03-02T12:00:00Z",
    "0,     2026-03-04T12:00:00Z"
  })
  void theAgeIsWrittenLikeTheTimesOfTheSettings(String age, Instant since) {
    assertEquals(since, DeadLetterFilter.of(new String[0], null, age, NOW).since());
  }

  @Test
  void anAgeOfAnyLengthIsAccepted() {
    for (String age : new String[] {"999999d", "106751991167d"}) {
      DeadLetterFilter filter = DeadLetterFilter.of(new String[0], null, age, NOW);
      assertEquals(true, filter.matches("1", "refused", Instant.EPOCH));
    }
  }

  @Test
  void otherTextIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> DeadLetterFilter.of(new String[0], null, "yesterday", NOW));
  }
}
