package io.github.pmtatracking.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventIdsTest {
  @Test
  void idsOfTwoTrackersDoNotMeetAndFitSixtyThreeBits() {
    EventIds one = new EventIds();
    EventIds other = new EventIds();
    Set<Long> seen = ConcurrentHashMap.newKeySet();

    IntStream.range(0, 200_000)
        .parallel()
        .forEach(i -> seen.add(Long.parseLong((i % 2 == 0 ? one : other).next())));

    assertEquals(200_000, seen.size());
    assertTrue(seen.stream().allMatch(id -> id >= 0));
    // All over the range: of 200,000 some lie in its upper half, some in its lower.
    assertTrue(seen.stream().anyMatch(id -> id > 1L << 62));
    assertTrue(seen.stream().anyMatch(id -> id < 1L << 62));
  }
}
