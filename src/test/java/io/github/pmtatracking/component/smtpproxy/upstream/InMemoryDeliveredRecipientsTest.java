package io.github.pmtatracking.component.smtpproxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InMemoryDeliveredRecipientsTest {
  @Test
  void recipientsAreForgottenAfterADayOrWithSuccess() {
    TestClock clock = new TestClock();
    InMemoryDeliveredRecipients memory = new InMemoryDeliveredRecipients(clock);
    memory.remember("one", List.of("a", "b"));
    memory.remember("two", List.of("c"));
    assertTrue(memory.any());
    memory.forget("one", List.of("a"));
    assertEquals(Set.of("b"), memory.served("one"));
    memory.forget("one", List.of("b"));
    assertEquals(Set.of(), memory.served("one"));
    clock.now = clock.now.plus(Duration.ofHours(23));
    assertEquals(Set.of("c"), memory.served("two"));
    clock.now = clock.now.plus(Duration.ofHours(2));
    assertEquals(Set.of(), memory.served("two"));
  }

  private static final class TestClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
