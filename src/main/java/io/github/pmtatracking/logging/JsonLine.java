package io.github.pmtatracking.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.json.JsonWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Writes a log event as one JSON object: time (RFC 3339), level, logger, message, a field for each
 * value, and {@code thrown}. A value is a parameter whose placeholder stands behind its name and an
 * equals sign in the text of the call: {@code LOG.warn("Spooling events: host={} size={}", host,
 * size)} has the fields {@code host} and {@code size}. Numbers and booleans stay what they are.
 * Used by one thread.
 */
final class JsonLine {
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);
  private static final int MAX_REASON = 2_000;
  private static final String PLACEHOLDER = "{}";

  private final ZoneId zone;
  private final boolean stackTraces;
  private final JsonWriter json = new JsonWriter(1_024);

  /**
   * @param zone of the times
   * @param stackTraces whether an exception is written whole, or its message only
   */
  JsonLine(ZoneId zone, boolean stackTraces) {
    this.zone = zone;
    this.stackTraces = stackTraces;
  }

  /** The event with the JSON object as its message. */
  LogEvent asMessage(LogEvent event) {
    return MessageCut.with(event, of(event));
  }

  /** The JSON object, without a line end. */
  String of(LogEvent event) {
    json.reset();
    json.raw("{\"time\":").string(time(event));
    field("level", event.getLevel().name());
    field("logger", shortName(event.getLoggerName()));
    Message message = event.getMessage();
    field("message", MessageCut.of(message.getFormattedMessage()));
    values(message).forEach(this::field);
    Throwable thrown = event.getThrown();
    if (thrown != null) {
      field("thrown", stackTraces ? trace(thrown) : reason(thrown));
    }
    json.raw("}");
    return new String(json.buffer(), 0, json.length(), UTF_8);
  }

  private String time(LogEvent event) {
    MutableInstant at = new MutableInstant();
    at.initFrom(event.getInstant());
    return RFC_3339.format(
        Instant.ofEpochSecond(at.getEpochSecond(), at.getNanoOfSecond()).atZone(zone));
  }

  private void field(String name, @Nullable Object value) {
    json.raw(",").string(name).raw(":");
    if (value == null) {
      json.raw("null");
    } else if (value instanceof Boolean || isWholeNumber(value)) {
      json.raw(value.toString());
    } else {
      json.string(MessageCut.of(value.toString()));
    }
  }

  private static boolean isWholeNumber(Object value) {
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte;
  }

  /** The parameters that have a name in the text of the call. */
  private static Map<String, @Nullable Object> values(Message message) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    String format = message.getFormat();
    @Nullable Object[] parameters = message.getParameters();
    if (format == null || parameters == null) {
      return values;
    }
    int at = format.indexOf(PLACEHOLDER);
    for (int i = 0; at >= 0 && i < parameters.length; at = format.indexOf(PLACEHOLDER, at + 2)) {
      if (at > 0 && format.charAt(at - 1) == '\\') {
        continue;
      }
      String name = nameBefore(format, at);
      if (!name.isEmpty()) {
        values.put(isReserved(name) ? name + "_" : name, parameters[i]);
      }
      i++;
    }
    return values;
  }

  /** The word before the equals sign before the placeholder; empty when there is none. */
  private static String nameBefore(String format, int placeholder) {
    int end = placeholder - 1;
    if (end < 1 || format.charAt(end) != '=') {
      return "";
    }
    int start = end;
    while (start > 0 && isNamePart(format.charAt(start - 1))) {
      start--;
    }
    return format.substring(start, end);
  }

  private static boolean isNamePart(char c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.');
  }

  private static boolean isReserved(String name) {
    return switch (name) {
      case "time", "level", "logger", "message", "thrown" -> true;
      default -> false;
    };
  }

  private static String shortName(@Nullable String logger) {
    return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static String reason(Throwable thrown) {
    String reason = String.valueOf(thrown.getMessage());
    return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
