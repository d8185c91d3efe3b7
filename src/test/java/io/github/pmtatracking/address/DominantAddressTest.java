package io.github.pmtatracking.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.CapturedLog;
import io.github.pmtatracking.testing.SetClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DominantAddressTest {
  private final SetClock clock = new SetClock();
  private final CapturedLog log = CapturedLog.of(DominantAddress.class);
  private final DominantAddress dominant =
      new DominantAddress(ClientAddressSource.parse("x-real-ip"), clock);

  @AfterEach
  void close() {
    log.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anAddressOfMostEventsOfAnHourIsToldWhereverTheyStand(int order) {
    int others = 4000;
    for (int i = 0; i < others && order == 1; i++) {
      dominant.count("other" + i);
    }
    for (int i = 0; i < 6000; i++) {
      dominant.count("10.0.0.7");
      if (order == 2 && i < others) {
        dominant.count("other" + i);
      }
    }
    for (int i = 0; i < others && order == 3; i++) {
      dominant.count("other" + i);
    }
    assertEquals(List.of(), log.lines());

    clock.advance(Duration.ofHours(1));
    dominant.count("other");
    dominant.count("other");

    assertEquals(1, log.lines().size());
    String line = log.lines().get(0);
    assertTrue(line.contains("address=10.0.0.7 ") && line.contains("events=10000 "), line);
    assertTrue(line.contains("tracker.client-address") && line.contains("x-real-ip"), line);
  }

  @Test
  void halfOfTheEventsIsNotMost() {
    for (int i = 0; i < 5000; i++) {
      dominant.count("10.0.0.7");
      dominant.count("other" + i % 500);
    }
    clock.advance(Duration.ofHours(1));
    dominant.count("other");

    assertEquals(List.of(), log.lines());
  }

  @Test
  void aFewEventsSayNothing() {
    for (int i = 0; i < DominantAddress.MIN_EVENTS - 1; i++) {
      dominant.count("10.0.0.7");
    }
    clock.advance(Duration.ofHours(2));
    dominant.count("10.0.0.7");

    assertEquals(List.of(), log.lines());
  }

  @Test
  void eachHourIsCountedForItself() {
    for (int hour = 0; hour < 3; hour++) {
      for (int i = 0; i < DominantAddress.MIN_EVENTS; i++) {
        dominant.count("10.0.0.7");
      }
      clock.advance(Duration.ofHours(1));
    }
    dominant.count("10.0.0.7");

    assertEquals(3, log.lines().size());
  }
}
