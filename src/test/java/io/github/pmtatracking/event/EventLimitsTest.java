package io.github.pmtatracking.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventLimitsTest {
  @Test
  void anEventAtEveryLimitIsGood() {
    assertNull(fault(x(4_096), x(512), x(320), x(63), x(64)));
    assertNull(fault("", "m", "", null, ""));
  }

  @Test
  void oneByteMoreIsNamedWithItsFieldAndItsLimit() {
    assertNames("t_url", "4097", fault(x(4_097), "m", "", null, ""));
    assertNames("msg_id", "513", fault("", x(513), "", null, ""));
    assertNames("rcpt", "321", fault("", "m", x(321), null, ""));
    assertNames("t_name", "64", fault("", "m", "", x(64), ""));
    assertNames("ip", "65", fault("", "m", "", null, x(65)));
  }

  @Test
  void aMessageIdWithAControlCharacterIsBad() {
    for (String id : new String[] {"a\nb", "\u0000", "a\u007f", "a\u0085"}) {
      assertEquals("msg_id has a control character", fault("", id, "", null, ""));
    }
  }

  @Test
  void aUserAgentIsCutBetweenTwoCharacters() {
    assertEquals(x(1_000), cut(x(1_000)));
    assertEquals(x(1_000), cut(x(1_001)));
    assertEquals(x(999), cut(x(999) + "\uD83D\uDE00"));
    assertEquals(x(996) + "\uD83D\uDE00", cut(x(996) + "\uD83D\uDE00" + x(5)));
    assertEquals(x(998), cut(x(998) + "\uD83D\uDE00" + x(5)));
  }

  private static String cut(String agent) {
    return EventLimits.cut(
            new TrackingEvent(
                "1", new TrackingLink(Action.OPEN, "", "m", "", null, false), 1, agent, ""))
        .userAgent();
  }

  private static void assertNames(String field, String length, @Nullable String fault) {
    assertTrue(String.valueOf(fault).startsWith(field + " has " + length), fault);
  }

  private static @Nullable String fault(
      String url, String id, String recipient, @Nullable String name, String ip) {
    return EventLimits.fault(
        new TrackingEvent(
            "1", new TrackingLink(Action.CLICK, url, id, recipient, name, false), 1, "", ip));
  }

  private static String x(int length) {
    return "x".repeat(length);
  }
}
