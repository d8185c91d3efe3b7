package io.github.pmtatracking.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.testing.Vectors;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueEntryTest {
  /** The original posts these with an empty type or time, which the ingest API refuses. */
  private static final Set<String> USELESS_ENTRIES =
      Set.of("empty action", "empty fields", "JSON null", "JSON empty object");

  private final ObjectMapper mapper = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> entriesOfTheOriginalAreReadAsItReadsThem() {
    return StreamSupport.stream(Vectors.read("events.json").spliterator(), false)
        .map(vector -> DynamicTest.dynamicTest(vector.get("name").asText(), () -> compare(vector)));
  }

  private void compare(JsonNode vector) throws Exception {
    byte[] entry = vector.get("queue").asText().getBytes(UTF_8);
    boolean badEntry =
        !vector.get("error").asText().isEmpty() && vector.path("enrichment").isNull();
    if (badEntry || USELESS_ENTRIES.contains(vector.get("name").asText())) {
      assertThrows(BadEntryException.class, () -> QueueEntry.read(entry));
      return;
    }
    TrackingEvent event = QueueEntry.read(entry);
    assertNull(event.id());
    // What the entry says, by another reader.
    JsonNode queue = mapper.readTree(entry);
    assertEquals(queue.get("WD").get("act").asText(), event.link().action().code());
    assertEquals(queue.get("WD").get("t_url").asText(), event.link().targetUrl());
    assertEquals(queue.get("WD").get("msg_id").asText(), event.link().messageId());
    assertEquals(queue.get("WD").get("rcpt").asText(), event.link().recipient());
    assertEquals(queue.get("ts").asText(), Long.toString(event.timestamp()));
    assertEquals(queue.get("ua").asText(), event.userAgent());
    assertEquals(queue.get("ip").asText(), event.ipAddress());
  }

  @Test
  void anEntryHasTheOriginalsFieldsAndOurId() {
    TrackingLink link =
        new TrackingLink(Action.CLICK, "http://example.com/x?a&b", "0000a001", "a@b", null, false);

    String entry =
        new String(
            QueueEntry.write(
                new TrackingEvent("9223372036854775807", link, 1587600000, "UA \"1\"", "::1")),
            UTF_8);

    assertEquals(
        "{\"WD\":{\"act\":\"c\",\"t_url\":\"http://example.com/x?a\\u0026b\",\"msg_id\":\"0000a001\",\"rcpt\":\"a@b\"},\"ts\":\"1587600000\",\"ua\":\"UA"
            + " \\\"1\\\"\",\"ip\":\"::1\",\"id\":\"9223372036854775807\"}",
        entry);
  }

  @Property
  void aWrittenEntryIsRead(
      @ForAll String userAgent, @ForAll @LongRange(min = 0) long time, @ForAll boolean named)
      throws Exception {
    String text = userAgent.replaceAll("\\p{Cs}", "");
    TrackingLink link =
        new TrackingLink(
            Arbitraries.of(Action.values()).sample(), text, "m", text, named ? text : null, named);
    TrackingEvent event =
        new TrackingEvent(named ? Long.toString(time) : null, link, time, text, "12.34.56.78");

    assertEquals(event, QueueEntry.read(QueueEntry.write(event)));
  }

  @Test
  void halfASurrogatePairBecomesTheReplacementCharacter() throws Exception {
    TrackingLink link = new TrackingLink(Action.OPEN, "", "m", "r", null, false);

    TrackingEvent read =
        QueueEntry.read(
            QueueEntry.write(new TrackingEvent(null, link, 1, "a\ud83d b\udc00", "::1")));

    assertEquals("a\ufffd b\ufffd", read.userAgent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\"", "\"-1\"", "\"9223372036854775808\"", "\"0x1\"", "7", "{\"id\":1}"})
  void anIdThatTheIngestApiWouldRefuseCountsAsMissing(String id) throws Exception {
    String entry = "{\"WD\":{\"act\":\"o\"},\"ts\":\"1\",\"id\":" + id + "}";

    assertNull(QueueEntry.read(entry.getBytes(UTF_8)).id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"WD\":[],\"ts\":\"1\"}",
        "{\"ts\":\"1\"}",
        "{\"WD\":{\"act\":\"o\"}}",
        "{\"WD\":{\"act\":\"o\"},\"ts\":\"1.5\"}",
        "{\"WD\":{\"act\":\"o\"},\"ts\":\"99999999999999999999\"}",
        "{\"WD\":{\"act\":\"o\"},\"ts\":\"1\",\"ua\":7}",
        "{\"WD\":{\"act\":\"o\"},\"ts\":\"1\"}{}",
        "{\"WD\":{\"act\":\"o\"},\"ts\":\"1\"",
        "{\"WD\":{\"act\":\"o\",\"rcpt\":7},\"ts\":\"1\"}",
        ""
      })
  void anEntryThatIsNotAnEventIsRefused(String entry) {
    assertThrows(BadEntryException.class, () -> QueueEntry.read(entry.getBytes(UTF_8)));
  }
}
