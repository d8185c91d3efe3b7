package io.github.pmtatracking.feeder.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pmtatracking.event.BadEntryException;
import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.json.JsonWriter;
import io.github.pmtatracking.testing.Vectors;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds our lines to what the original's feeder made of the same entries and attributes. */
class EventVectorsTest {
  /** The original sends these though the API requires what they lack; ours sets them aside. */
  private static final Set<String> SENT_IN_VAIN =
      Set.of("empty action", "empty fields", "JSON null", "JSON empty object");

  /** A subaccount below 0 is left out; a number is its text. The original posts -5, refuses 3. */
  private static final Set<String> READ_OTHERWISE =
      Set.of("negative subaccount", "subaccount as JSON number");

  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Arguments> good() {
    return vectors()
        .filter(v -> !READ_OTHERWISE.contains(v.path("name").asText()))
        .filter(v -> v.path("error").asText().isEmpty() && !isSentInVain(v))
        .map(EventVectorsTest::named);
  }

  static Stream<Arguments> bad() {
    return vectors()
        .filter(v -> !READ_OTHERWISE.contains(v.path("name").asText()))
        .filter(v -> !v.path("error").asText().isEmpty() || isSentInVain(v))
        .map(EventVectorsTest::named);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("good")
  void anEventGivesTheLineOfTheOriginalWithoutItsEmptyGeoIp(String name, JsonNode vector)
      throws Exception {
    ObjectNode expected = (ObjectNode) JSON.readTree(vector.path("ndjson").asText());
    ObjectNode event = (ObjectNode) expected.path("msys").path("track_event");
    event.remove("geo_ip");

    String line = line(vector, event.path("event_id").asText());

    assertEquals(expected, JSON.readTree(line));
    assertEquals('\n', line.charAt(line.length() - 1));
    assertFalse(line.substring(0, line.length() - 1).contains("\n"), "one line");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void whatTheOriginalRefusesOrSendsInVainIsNoEvent(String name, JsonNode vector) {
    assertThrows(BadEntryException.class, () -> line(vector, "1"));
  }

  private static String line(JsonNode vector, String id) throws BadEntryException {
    TrackingEvent event = QueueEntry.read(vector.path("queue").asText().getBytes(UTF_8));
    MessageAttributes message =
        vector.path("enrichment").isTextual()
            ? MessageAttributes.parse(vector.path("enrichment").asText().getBytes(UTF_8))
            : MessageAttributes.NONE;
    JsonWriter out = new JsonWriter(512);
    IngestEventFormat.write(event, id, message, out);
    return new String(out.toByteArray(), UTF_8);
  }

  private static boolean isSentInVain(JsonNode vector) {
    return SENT_IN_VAIN.contains(vector.path("name").asText());
  }

  private static Stream<JsonNode> vectors() {
    return StreamSupport.stream(Vectors.read("events.json").spliterator(), false);
  }

  private static Arguments named(JsonNode vector) {
    return Arguments.of(vector.path("name").asText(), vector);
  }
}
