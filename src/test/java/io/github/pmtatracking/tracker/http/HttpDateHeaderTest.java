package io.github.pmtatracking.tracker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HttpDateHeaderTest {
  private Instant now = Instant.parse("1994-11-06T08:49:37.999Z");

  @Test
  void theDateIsThatOfTheRfcAndFollowsTheClock() {
    HttpDateHeader date = new HttpDateHeader(new SetClock());

    assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", date.now());
    now = now.plusMillis(1);
    assertEquals("Sun, 06 Nov 1994 08:49:38 GMT", date.now());
    now = Instant.parse("1994-11-06T00:00:00Z");
    assertEquals("Sun, 06 Nov 1994 00:00:00 GMT", date.now());
  }

  private final class SetClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
