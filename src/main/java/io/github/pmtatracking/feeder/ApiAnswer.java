package io.github.pmtatracking.feeder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * What the API answered to a POST (FACTS.md 4).
 *
 * @param status HTTP status code
 * @param text code and words, such as {@code 200 OK}
 * @param batchId {@code results.id}, or null
 * @param error {@code errors[0]} as JSON, or null
 */
record ApiAnswer(int status, String text, @Nullable String batchId, @Nullable String error) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static ApiAnswer of(int status, @Nullable String reason, @Nullable String body) {
    String text = reason == null || reason.isBlank() ? "" + status : status + " " + reason;
    JsonNode root = parse(body);
    JsonNode id = root.path("results").path("id");
    JsonNode errors = root.path("errors");
    return new ApiAnswer(
        status,
        text,
        id.isTextual() ? id.asText() : null,
        errors.isArray() && !errors.isEmpty() ? errors.get(0).toString() : null);
  }

  private static JsonNode parse(@Nullable String body) {
    try {
      JsonNode root = body == null ? null : JSON.readTree(body);
      return root == null ? JSON.missingNode() : root;
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
