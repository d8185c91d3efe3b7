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
 * Loads rejected lines once more, from temporary CSV files, one for each heading line. It remembers
 * the source and number that each line had first, and a line that is rejected again keeps them.
 */
final class RejectsReplay {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The place of a line in a temporary file. */
  private record Place(String source, long line) {}

  private final Map<Place, JsonNode> origins = new HashMap<>();

  /**
   * Loads the lines.
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

  /**
   * The lines as CSV. Without a heading line, acct_etl uses the columns that are saved in Redis.
   */
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

  /**
   * The same line of the rejects file, with its first source and number if this replay has loaded
   * it.
   */
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
    } catch (JsonProcessingException truncated) {
      return json;
    }
  }
}
