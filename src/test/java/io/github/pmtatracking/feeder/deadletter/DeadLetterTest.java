package io.github.pmtatracking.feeder.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.event.BadEntryException;
import io.github.pmtatracking.event.QueueEntry;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void theFormatIsThatOfTheDocumentation() {
    DeadLetter letter = letter("7", "{}".getBytes(UTF_8));

    assertEquals(
        "{\"id\":\"7\",\"time\":\"2026-01-31T12:00:00Z\",\"reason\":\"refused\","
            + "\"detail\":\"why\",\"entry\":\"{}\"}",
        new String(letter.toJson(), UTF_8));
  }

  @Test
  void anEntryThatIsNotUtf8IsBase64() throws Exception {
    byte[] entry = {(byte) 0xff, 0, 10};
    DeadLetter letter = letter("7", entry);

    assertTrue(new String(letter.toJson(), UTF_8).contains("\"entry64\":\"/wAK\""));
    assertArrayEquals(entry, DeadLetter.ofJson(letter.toJson()).entry());
  }

  @Test
  void unknownFieldsAreIgnored() throws Exception {
    DeadLetter letter =
        DeadLetter.ofJson("{\"id\":\"7\",\"new\":{\"a\":[1]},\"reason\":\"x\"}".getBytes(UTF_8));

    assertEquals("7", letter.id());
    assertEquals("x", letter.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"time\":\"noon\"}", "{\"entry64\":\"!\"}"})
  void whatIsNotADeadLetterIsRefused(String json) {
    assertThrows(BadEntryException.class, () -> DeadLetter.ofJson(json.getBytes(UTF_8)));
  }

  @Test
  void anEntryWithoutIdIsReplayedWithThatOfTheDeadLetter() throws Exception {
    byte[] entry = "{\"WD\":{\"act\":\"o\"},\"ts\":\"1\"}".getBytes(UTF_8);

    assertEquals("7", QueueEntry.read(letter("7", entry).replayEntry()).id());
  }

  private static DeadLetter letter(String id, byte[] entry) {
    return new DeadLetter(id, NOON, DeadLetter.REFUSED, "why", entry);
  }
}
