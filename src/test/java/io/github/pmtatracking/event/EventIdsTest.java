package io.github.pmtatracking.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void aRequestThatIsSentTwiceIsOneEventAndTwoRequestsAreTwo() {
    String id = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    assertEquals(EventIds.ofRequest(id), EventIds.ofRequest(id));
    assertEquals(EventIds.ofRequest(id), EventIds.ofRequest(id.toUpperCase(Locale.ROOT)));

    // each digit counts, and ids that are made by counting do not meet
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 32; i++) {
      for (char digit : "0123456789abcdef".toCharArray()) {
        seen.add(
            Long.parseLong(EventIds.ofRequest(id.substring(0, i) + digit + id.substring(i + 1))));
      }
    }
    assertEquals(32 * 15 + 1, seen.size());
    seen.clear();
    for (int i = 0; i < 100_000; i++) {
      seen.add(Long.parseLong(EventIds.ofRequest(String.format(Locale.ROOT, "%032x", i))));
      seen.add(Long.parseLong(EventIds.ofRequest(String.format(Locale.ROOT, "%016x%016x", i, 7))));
    }
    assertEquals(200_000 - 1, seen.size());
    assertTrue(seen.stream().allMatch(event -> event >= 0));
  }

  @Test
  void theIdOfARequestStaysTheSameFromReleaseToRelease() {
    assertEquals("3274583227153121134", EventIds.ofRequest("0f1e2d3c4b5a69788796a5b4c3d2e1f0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0f1e2d3c4b5a69788796a5b4c3d2e1f",
        "0f1e2d3c4b5a69788796a5b4c3d2e1f00",
        "0f1e2d3c-4b5a-6978-8796-a5b4c3d2",
        "0f1e2d3c4b5a69788796a5b4c3d2e1fg",
        "+f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "0f1e2d3c4b5a69788796a5b4c3d2e1f\uff10"
      })
  void onlyThirtyTwoHexadecimalDigitsAreARequestId(String text) {
    assertFalse(EventIds.isRequestId(text));
    assertThrows(IllegalArgumentException.class, () -> EventIds.ofRequest(text));
  }
}
