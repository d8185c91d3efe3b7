package io.github.pmtatracking.tracker;

import static io.github.pmtatracking.tracker.Links.path;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.testing.CapturedLog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However much a link says, only so much of it gets into Redis and into the log. */
class EventLimitsIT {
  @RegisterExtension static final TrackerExtension TRACKER = new TrackerExtension();

  private CapturedLog log;

  @BeforeEach
  void forgetEvents() throws Exception {
    log = CapturedLog.of(EventLog.class);
  }

  @AfterEach
  void closeLog() {
    log.close();
  }

  @Test
  void aShortLinkOfALongTargetLeadsTheReaderOnAndStoresNothing() throws Exception {
    String target = "https://example.com/" + "a".repeat(15_900);
    String path = path(new TrackingLink(Action.CLICK, target, "m", "a@b", null, false));
    assertTrue(path.length() < 160, path);
    long before = TRACKER.counters().exceededBounds();

    try (RawHttp http = TRACKER.connect()) {
      for (int i = 0; i < 1000; i++) {
        RawHttp.Reply reply = http.get(path).reply();
        assertEquals(302, reply.status());
        assertEquals(target, reply.header("location"));
      }
    }

    assertEquals(0, queuedBytes());
    assertEquals(1000, TRACKER.counters().exceededBounds() - before);
    assertTrue(
        log.lines().stream().mapToInt(String::length).max().orElseThrow() < 700,
        log.lines().toString());
    assertTrue(log.lines().size() < 1000, "lines: " + log.lines().size());
    assertTrue(
        log.lines().get(0).contains("t_url has 15920 bytes, at most 4096 are allowed"),
        log.lines().get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "t_url, 4096, 4097",
    "t_name, 63, 64",
    "msg_id, 512, 513",
    "rcpt, 320, 321",
  })
  void aFieldMayHaveSoManyBytes(String field, int fits, int tooLong) throws Exception {
    assertEquals(1, eventsOf(link(field, "a".repeat(fits))));
    assertEquals(0, eventsOf(link(field, "a".repeat(tooLong))));
    assertEquals(1, eventsOf(link(field, "\u00e4".repeat(fits / 2))));
    assertEquals(0, eventsOf(link(field, "\u00e4".repeat(fits / 2 + 1))));
  }

  @ParameterizedTest
  @ValueSource(chars = {0, 0x0d, 0x1b, 0x7f, 0x85})
  void aMessageIdHoldsNoControlCharacter(char c) throws Exception {
    assertEquals(0, eventsOf(link("msg_id", "0000" + c)));
  }

  @Test
  void escapesDoNotMakeAnEntryLong() throws Exception {
    assertEquals(1, eventsOf(link("t_url", "<".repeat(1000))));
    assertEquals(0, eventsOf(link("t_url", "<".repeat(2000))));
    assertEquals(0, eventsOf(link("t_url", "\u0001".repeat(2000))));
  }

  @Test
  void anUnsubscribeOfALongLinkIsNoEventEither() throws Exception {
    assertEquals(
        0, eventsOf(new TrackingLink(Action.OPEN, "", "m", "a".repeat(12_000), null, true)));
  }

  @Test
  void aLongUserAgentIsCutAtTheEndOfACharacter() throws Exception {
    String open = path(new TrackingLink(Action.OPEN, "", "m", "a@b", null, false));
    try (RawHttp http = TRACKER.connect()) {
      http.get(open, "User-Agent: " + "a".repeat(15_000)).reply();
      http.get(open, "User-Agent: " + utf8("€".repeat(1000))).reply();
      http.get(open, "User-Agent: " + "b".repeat(1000)).reply();
    }
    assertEquals(
        List.of("a".repeat(1000), "€".repeat(333), "b".repeat(1000)),
        TRACKER.takeEvents().stream().map(TrackingEvent::userAgent).toList());
  }

  @Test
  void aLongLineOfTheLogIsCut() throws Exception {
    String open =
        path(
            new TrackingLink(
                Action.OPEN, "\u0085".repeat(2048), "\u202e".repeat(170), "a@b", null, false));
    try (RawHttp http = TRACKER.connect()) {
      http.get(open, "User-Agent: " + utf8("\u202e".repeat(333))).reply();
    }
    int longest = log.lines().stream().mapToInt(String::length).max().orElseThrow();
    assertTrue(longest > 5000 && longest < 6000, "longest: " + longest);
  }

  private static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static TrackingLink link(String field, String value) {
    return new TrackingLink(
        Action.OPEN,
        field.equals("t_url") ? value : "",
        field.equals("msg_id") ? value : "0000m",
        field.equals("rcpt") ? value : "a@b",
        field.equals("t_name") ? value : null,
        false);
  }

  private static int eventsOf(TrackingLink link) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      assertEquals(200, http.get(path(link)).reply().status());
    }
    return TRACKER.takeEvents().size();
  }

  private static long queuedBytes() throws Exception {
    return TRACKER
        .tracker()
        .process()
        .redis()
        .queue()
        .get()
        .lrange("trk_queue".getBytes(UTF_8), 0, -1)
        .get()
        .stream()
        .mapToLong(entry -> entry.length)
        .sum();
  }
}
