package io.github.pmtatracking.feeder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;

/**
 * What the API says, minutes later, about a batch that it took (docs/formats.md, "Verdicts").
 *
 * @param sendAgain whether the API asks for the batch once more: a system error that is retryable
 * @param errorType validation, decompression, empty, system, or empty text
 */
public record IngestBatchStatus(
    long succeeded, long failed, long duplicates, String errorType, boolean sendAgain) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether something of the batch did not go its way. */
  boolean isFailure() {
    return failed > 0 || !errorType.isEmpty();
  }

  /** Whether events failed one by one, so that the API has a list of them. */
  boolean isValidation() {
    return failed > 0 && (errorType.isEmpty() || errorType.contains("validation"));
  }

  /** The verdicts in an answer by batch id; none when the answer is not the API's. */
  static Map<String, IngestBatchStatus> parse(String answer) {
    Map<String, IngestBatchStatus> verdicts = new HashMap<>();
    try {
      for (JsonNode result : JSON.readTree(answer).path("results")) {
        String errorType = result.path("error_type").asText("");
        boolean system = errorType.contains("system");
        verdicts.put(
            result.path("batch_id").asText(),
            new IngestBatchStatus(
                result.path("number_succeeded").asLong(),
                result.path("number_failed").asLong(),
                result.path("number_duplicates").asLong(),
                errorType.equals("null") ? "" : errorType,
                system && result.path("retryable").asBoolean(false)));
      }
    } catch (JsonProcessingException e) {
      verdicts.clear();
    }
    return verdicts;
  }
}
