package io.github.pmtatracking.feeder.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailedEventsTest {
  @Test
  void aReasonIsFoundBesideTheEventOrAroundItAndMayBeMissing() throws Exception {
    assertEquals(
        Map.of("1", "bad", "2", "[{\"message\":\"worse\"}]", "3", ""),
        parse(
            "{\"event_id\":\"1\",\"reason\":\"bad\"}\r\n\n"
                + "{\"event\":{\"event_id\":2},\"errors\":[{\"message\":\"worse\"}]}\n"
                + "{\"msys\":{\"track_event\":{\"event_id\":\"3\"}}}"));
  }

  @Test
  void whatNamesNoEventIsNoList() throws Exception {
    assertEquals(Map.of(), parse(""));
    assertEquals(Map.of(), parse("{\"results\":[]}"));
    assertEquals(Map.of(), parse("17"));
  }

  @Test
  void whatIsNoJsonOrTooLargeIsRefused() {
    assertThrows(IOException.class, () -> parse("<html>"));
    assertThrows(IOException.class, () -> parse("{\"event_id\":\"1\"}\n{\"event"));
    assertThrows(IOException.class, () -> parse("[" + "{},".repeat(100_000) + "{}]"));
    assertThrows(IOException.class, () -> parse("[".repeat(200_000)));
    assertThrows(
        IOException.class, () -> FailedEvents.parse(new byte[] {0x1f, (byte) 0x8b, 1, 2, 3}));
  }

  private static Map<String, String> parse(String text) throws IOException {
    return FailedEvents.parse(text.getBytes(UTF_8));
  }
}
