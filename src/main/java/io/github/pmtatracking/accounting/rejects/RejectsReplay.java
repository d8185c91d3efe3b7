package io.github.pmtatracking.accounting.rejects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.pmtatracking.accounting.rejects.RejectsFile.Loader;
import io.github.pmtatracking.accounting.rejects.RejectsFile.Reject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rejected lines on their way through acct_etl once more: temporary CSV files, one for each heading
 * line, and where each line came from at first. A line that is refused again keeps that origin.
 */
final class RejectsReplay {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where a line stands in a temporary file. */
  private record Place(String source, long line) {}

  private final Map<Place, JsonNode> origins = new HashMap<>();

  /**
   * Has the lines loaded.
   *
   * @return false when the loader failed
   */
  boolean load(List<Reject> rejects, Loader loader) throws IOException {
    Map<String, List<Reject>> byHeadings = new LinkedHashMap<>();
    for (Reject reject : rejects) {
      byHeadings.computeIfAbsent(reject.headings(), none -> new ArrayList<>()).add(reject);
    }
    for (Map.Entry<String, List<Reject>> group : byHeadings.entrySet()) {
      Path part = Files.createTempFile("pmta-rejects", ".csv");
      try {
        Files.writeString(part, csv(part, group.getKey(), group.getValue()));
        if (loader.load(part) != 0) {
          return false;
        }
      } finally {
        Files.delete(part);
      }
    }
    return true;
  }

  /** A line that came under no heading line is read under the headings that are saved in Redis. */
  private String csv(Path part, String headings, List<Reject> rejects)
      throws JsonProcessingException {
    StringBuilder csv = new StringBuilder(headings.isEmpty() ? "" : headings + "\r\n");
    long line = headings.isEmpty() ? 1 : 2;
    for (Reject reject : rejects) {
      csv.append(reject.entry()).append("\r\n");
      origins.put(new Place(part.toString(), line), JSON.readTree(reject.json()));
      line += 1 + reject.entry().chars().filter(c -> c == '\n').count();
    }
    return csv.toString();
  }

  /** The same line of the rejects file, with its first origin where this replay has read it. */
  String withOrigin(String json) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode reject) {
        JsonNode origin =
            origins.get(new Place(reject.path("source").asText(), reject.path("line").asLong()));
        if (origin != null) {
          reject.set("source", origin.path("source"));
          reject.set("line", origin.path("line"));
          return JSON.writeValueAsString(reject);
        }
      }
      return json;
    } catch (JsonProcessingException torn) {
      return json;
    }
  }
}
