package io.github.pmtatracking.feeder.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;

/**
 * The API's status of a batch, minutes after it accepted it (docs/formats.md, "Batch status").
 *
 * @param succeeded number of events
 * @param failed number of events
 * @param duplicates number of events that the API had already
 * @param errorType validation, decompression, empty, system; or empty text
 * @param sendAgain whether the API asks for the batch once more: a system error that is retryable
 */
public record IngestBatchStatus(
    long succeeded, long failed, long duplicates, String errorType, boolean sendAgain) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether the batch failed, as a whole or in part. */
  boolean isFailure() {
    return failed > 0 || !errorType.isEmpty();
  }

  /** Whether single events failed, so that the API has a list of them. */
  boolean isValidation() {
    return failed > 0 && (errorType.isEmpty() || errorType.contains("validation"));
  }

  /** The statuses in a response by batch id; none when the response is not the API's. */
  static Map<String, IngestBatchStatus> parse(String response) {
    Map<String, IngestBatchStatus> statuses = new HashMap<>();
    try {
      for (JsonNode result : JSON.readTree(response).path("results")) {
        String errorType = result.path("error_type").asText("");
        boolean system = errorType.contains("system");
        statuses.put(
            result.path("batch_id").asText(),
            new IngestBatchStatus(
                result.path("number_succeeded").asLong(),
                result.path("number_failed").asLong(),
                result.path("number_duplicates").asLong(),
                errorType.equals("null") ? "" : errorType,
                system && result.path("retryable").asBoolean(false)));
      }
    } catch (JsonProcessingException e) {
      statuses.clear();
    }
    return statuses;
  }
}
