package io.github.pmtatracking.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import org.junit.jupiter.api.Test;

class EventLogTest {
  @Test
  void theLineIsTheOriginals() {
    TrackingLink link = new TrackingLink(Action.CLICK, "http://x/?a", "0000m", "a@b", null, false);

    assertEquals(
        "Timestamp 1587600000, IPAddress 12.34.56.78, UserAgent Mozilla/5.0, Action c,"
            + " URL http://x/?a, MsgID 0000m",
        EventLog.line(new TrackingEvent("7", link, 1587600000, "Mozilla/5.0", "12.34.56.78")));
  }

  @Test
  void controlCharactersOfAClientCanNeitherForgeALineNorControlATerminal() {
    TrackingLink link =
        new TrackingLink(Action.OPEN, "http://x/\u009b2J", "\u001b]0;m\u0007", "a@b", null, false);

    assertEquals(
        "Timestamp 1587600000, IPAddress 12.34.56.78, UserAgent a\\u000d\\u000ab\\u2028c, Action o,"
            + " URL http://x/\\u009b2J, MsgID \\u001b]0;m\\u0007",
        EventLog.line(new TrackingEvent("7", link, 1587600000, "a\r\nb\u2028c", "12.34.56.78")));
  }
}
