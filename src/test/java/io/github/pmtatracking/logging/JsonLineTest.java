package io.github.pmtatracking.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

class JsonLineTest {
  private static final long MILLIS = 1_795_780_805_007L;

  private final JsonLine line = new JsonLine(ZoneId.of("Europe/Berlin"), false);

  private static Log4jLogEvent.Builder event(Message message) {
    return Log4jLogEvent.newBuilder()
        .setLoggerName("io.github.pmtatracking.tracker.EventQueue")
        .setLevel(Level.WARN)
        .setMessage(message)
        .setTimeMillis(MILLIS);
  }

  private JsonNode json(LogEvent event) throws IOException {
    String text = line.of(event);
    assertFalse(text.contains("\n"), text);
    return new ObjectMapper().readTree(text);
  }

  private JsonNode json(String format, Object... parameters) throws IOException {
    return json(event(new ParameterizedMessage(format, parameters)).build());
  }

  @Test
  void aLineHasTimeLevelLoggerAndMessage() throws Exception {
    JsonNode json = json(event(new SimpleMessage("Starting tracker")).build());

    assertEquals(List.of("time", "level", "logger", "message"), names(json));
    assertEquals("WARN", json.get("level").asText());
    assertEquals("EventQueue", json.get("logger").asText());
    assertEquals("Starting tracker", json.get("message").asText());
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void theTimeIsThatOfRfc3339() throws Exception {
    String time = json("x").get("time").asText();

    assertTrue(time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+01:00"), time);
    assertEquals(MILLIS, OffsetDateTime.parse(time).toInstant().toEpochMilli());
    JsonLine utc = new JsonLine(ZoneId.of("UTC"), false);
    assertTrue(utc.of(event(new SimpleMessage("x")).build()).contains(".007Z\""));
  }

  @Test
  void eachValueWithANameIsAField() throws Exception {
    JsonNode json =
        json(
            "Redis at {} unavailable: host={} error-code={} up={} spooled={}",
            "h",
            "a",
            "E",
            false,
            7L);

    assertEquals(
        "Redis at h unavailable: host=a error-code=E up=false spooled=7",
        json.get("message").asText());
    assertEquals("a", json.get("host").asText());
    assertEquals("E", json.get("error-code").asText());
    assertTrue(json.get("up").isBoolean());
    assertTrue(json.get("spooled").isIntegralNumber());
    assertEquals(8, json.size());
  }

  @Test
  void aNameOfTheLineItselfIsNotOverwritten() throws Exception {
    JsonNode json = json("Late: time={} message={}", 5, "m");

    assertEquals(5, json.get("time_").asInt());
    assertEquals("m", json.get("message_").asText());
    assertEquals("Late: time=5 message=m", json.get("message").asText());
  }

  @Test
  void textThatLooksLikeAFieldIsNone() throws Exception {
    assertEquals(4, json("GET {}", "/x?host=evil").size());
    assertEquals(4, json(event(new SimpleMessage("a={}")).build()).size());
    assertEquals(4, json("a=\\{} {}", "x").size());
    assertEquals(4, json("a={}").size());
    assertTrue(json("a={}", (Object) null).get("a").isNull());
  }

  @Test
  void quotesControlCharactersAndLineEndsAreEscaped() throws Exception {
    String text = "a\"b\\c\nd\u0000e\u2028f";

    assertEquals(text, json("user={}", text).get("user").asText());
  }

  @Test
  void aLongValueIsCut() throws Exception {
    JsonNode json = json("user={}", "x".repeat(20_000));

    assertTrue(json.get("user").asText().endsWith("... (11,808 characters cut)"));
    assertTrue(json.get("message").asText().endsWith(" characters cut)"));
  }

  @Test
  void anExceptionIsItsMessageOrTheWholeTrace() throws Exception {
    LogEvent event =
        event(new SimpleMessage("x")).setThrown(new IOException("disk \"full\"")).build();

    assertEquals("disk \"full\"", json(event).get("thrown").asText());
    JsonNode trace =
        new ObjectMapper().readTree(new JsonLine(ZoneId.of("UTC"), true).of(event)).get("thrown");
    assertTrue(trace.asText().contains("at io.github.pmtatracking"), trace.asText());
    assertNull(json("x").get("thrown"));
  }
}
