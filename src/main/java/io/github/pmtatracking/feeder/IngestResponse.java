package io.github.pmtatracking.feeder;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.ingest.LogText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the API answered to a POST (docs/formats.md, "Ingest answers"). An answer that was cut, or
 * whose JSON breaks off, counts for what stands before that.
 *
 * @param status HTTP status code
 * @param text code and words, such as {@code 200 OK}, fit for a log
 * @param batchId {@code results.id} as it came, or null
 * @param error {@code errors[0]} as JSON, fit for a log, or null
 */
record IngestResponse(int status, String text, @Nullable String batchId, @Nullable String error) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static IngestResponse of(
      int status, @Nullable String reason, @Nullable String body, LogText logText) {
    Body read = new Body();
    if (body != null) {
      try (JsonParser parser = JSON.createParser(body)) {
        read.from(parser);
      } catch (IOException e) {
        // what was read before it counts
      }
    }
    return new IngestResponse(
        status,
        statusLine(status, reason, logText),
        read.batchId,
        read.error == null ? null : logText.of(read.error.toString()));
  }

  /** Code and words, fit for a log. */
  static String statusLine(int status, @Nullable String reason, LogText logText) {
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
