package io.github.pmtatracking.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The API's response to a POST (docs/formats.md, "Ingest responses"). Of a response that was cut,
 * or whose JSON is broken, the part before that counts.
 *
 * @param status HTTP status code
 * @param text code and words, such as {@code 200 OK}, safe for a log
 * @param batchId {@code results.id} unchanged, or null
 * @param error {@code errors[0]} as JSON, safe for a log, or null
 */
public record IngestResponse(
    int status, String text, @Nullable String batchId, @Nullable String error) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a response.
   *
   * @param reason the words after the status code, or null
   * @param body as far as it was read, or null
   */
  public static IngestResponse of(
      int status, @Nullable String reason, @Nullable String body, LogText logText) {
    Body read = new Body();
    if (body != null) {
      try (JsonParser parser = JSON.createParser(body)) {
        read.from(parser);
      } catch (IOException e) {
        // the part before it counts
      }
    }
    return new IngestResponse(
        status,
        statusLine(status, reason, logText),
        read.batchId,
        read.error == null ? null : logText.of(read.error.toString()));
  }

  /** Code and words, safe for a log. */
  public static String statusLine(int status, @Nullable String reason, LogText logText) {
    return reason == null || reason.isBlank() ? "" + status : status + " " + logText.of(reason);
  }

  private static final class Body {
    private @Nullable String batchId;
    private @Nullable JsonNode error;

    void from(JsonParser parser) throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("results") && value == JsonToken.START_OBJECT) {
          JsonNode results = JSON.readTree(parser);
          JsonNode id = results.path("id");
          batchId = id.isTextual() ? id.asText() : null;
        } else if (name.equals("errors") && value == JsonToken.START_ARRAY) {
          if (parser.nextToken() != JsonToken.END_ARRAY) {
            error = JSON.readTree(parser);
            skipTo(JsonToken.END_ARRAY, parser);
          }
        } else {
          parser.skipChildren();
        }
      }
    }

    private static void skipTo(JsonToken end, JsonParser parser) throws IOException {
      for (JsonToken token = parser.nextToken(); token != end; token = parser.nextToken()) {
        if (token == null) {
          return;
        }
        parser.skipChildren();
      }
    }
  }
}
