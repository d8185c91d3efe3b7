package io.github.pmtatracking.feeder.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The API's list of the failed events of a batch ({@code GET /api/v1/ingest/events/failures/ID}).
 * Its exact format is not documented, so all of these are accepted, compressed or not: one event
 * per line, an array, or an object with an array of events; the error of an event beside it, in it
 * or around it.
 */
final class FailedEvents {
  private static final int MAX_RAW_BYTES = 16 * 1024 * 1024;
  private static final int MAX_DOCUMENT_BYTES = 256 * 1024;
  private static final List<String> LISTS =
      List.of("results", "events", "failures", "failed_events", "data");
  private static final List<String> REASONS =
      List.of(
          "error",
          "errors",
          "error_message",
          "validation_errors",
          "reason",
          "message",
          "description",
          "error_type");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private FailedEvents() {}

  /**
   * The API's reason for each failed event by event id; empty text where it gives none.
   *
   * @param body compressed or not
   * @throws IOException when it cannot be read, or has more than 16 MiB, or a JSON document (a
   *     line) of more than 256 KiB
   */
  static Map<String, String> parse(byte[] body) throws IOException {
    byte[] raw = inflated(body);
    Map<String, String> reasons = new LinkedHashMap<>();
    try {
      for (int from = 0; from < raw.length; ) {
        int end = endOfLine(raw, from);
        collect(document(raw, from, end), reasons);
        from = end + 1;
      }
    } catch (JsonProcessingException notOneEventPerLine) {
      reasons.clear();
      collect(document(raw, 0, raw.length), reasons);
    }
    return reasons;
  }

  private static byte[] inflated(byte[] body) throws IOException {
    if (body.length < 2 || (body[0] & 0xff) != 0x1f || (body[1] & 0xff) != 0x8b) {
      return body;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      ByteArrayOutputStream raw = new ByteArrayOutputStream();
      byte[] buffer = new byte[16 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (raw.size() + read > MAX_RAW_BYTES) {
          throw new IOException("it has more than " + MAX_RAW_BYTES + " bytes");
        }
        raw.write(buffer, 0, read);
      }
      return raw.toByteArray();
    }
  }

  private static int endOfLine(byte[] raw, int from) {
    int end = from;
    while (end < raw.length && raw[end] != '\n') {
      end++;
    }
    return end;
  }

  private static JsonNode document(byte[] raw, int from, int end) throws IOException {
    if (end - from > MAX_DOCUMENT_BYTES) {
      throw new IOException("it has JSON of more than " + MAX_DOCUMENT_BYTES + " bytes");
    }
    String text = new String(raw, from, end - from, UTF_8);
    return text.isBlank() ? JSON.missingNode() : JSON.readTree(text);
  }

  private static void collect(JsonNode node, Map<String, String> reasons) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, reasons));
      return;
    }
    for (String list : LISTS) {
      if (node.path(list).isArray()) {
        collect(node.path(list), reasons);
        return;
      }
    }
    JsonNode id = node.findValue("event_id");
    if (id != null && id.isValueNode()) {
      reasons.put(id.asText(), reason(node));
    }
  }

  private static String reason(JsonNode event) {
    for (String name : REASONS) {
      JsonNode reason = event.findValue(name);
      if (reason != null && !reason.isNull()) {
        return reason.isTextual() ? reason.asText() : reason.toString();
      }
    }
    return "";
  }
}
