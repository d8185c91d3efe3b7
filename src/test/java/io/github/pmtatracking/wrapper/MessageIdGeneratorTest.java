package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageIdGeneratorTest {
  @Test
  void aMessageIdHasTheFormOfPowerMta() {
    MessageIdGenerator ids = new MessageIdGenerator(() -> Instant.ofEpochSecond(0x5e9f1a2b), 7);

    String first = ids.next();

    assertTrue(first.matches("00002b1a9f5e[0-9a-f]{8}"), first);
    assertNotEquals(first, ids.next());
  }

  @Test
  void noIdIsRepeatedWithinOneSecond() {
    MessageIdGenerator ids = new MessageIdGenerator(() -> Instant.EPOCH);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      assertTrue(seen.add(ids.next()));
    }
  }
}
