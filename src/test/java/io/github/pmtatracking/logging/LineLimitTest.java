package io.github.pmtatracking.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.testing.SetClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineLimitTest {
  private final SetClock clock = new SetClock();
  private final LineLimit limit = new LineLimit(2, clock);

  @Test
  void soManyLinesPassInASecondAndTheNextOneTellsHowManyDidNot() {
    assertEquals(0, limit.ask());
    assertEquals(0, limit.ask());
    assertEquals(LineLimit.LEFT_OUT, limit.ask());
    assertEquals(LineLimit.LEFT_OUT, limit.ask());

    clock.advance(Duration.ofSeconds(1));

    assertEquals(2, limit.ask());
    assertEquals(0, limit.ask());
    assertEquals(LineLimit.LEFT_OUT, limit.ask());
  }

  @Test
  void aClockThatIsSetBackSilencesNothing() {
    limit.ask();
    limit.ask();
    clock.advance(Duration.ofHours(-1));

    assertEquals(0, limit.ask());
  }
}
