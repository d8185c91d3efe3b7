package io.github.pmtatracking.accounting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Reads {@code acct_headers}, ours or the original's. */
final class ColumnLayoutJson {
  private static final int MOST_COLUMNS = 10_000;

  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * The column names in the order of the line; a column that the object does not name is empty.
   *
   * @throws BadRecordException if it is no JSON object of column indexes
   */
  List<String> names(byte[] json) throws BadRecordException {
    try {
      JsonNode object = mapper.readTree(json);
      List<String> names = new ArrayList<>();
      for (Map.Entry<String, JsonNode> column : object.properties()) {
        int index = column.getValue().asInt(-1);
        if (index < 0 || index >= MOST_COLUMNS) {
          throw new BadRecordException("acct_headers in Redis has no index for " + column.getKey());
        }
        if (index >= names.size()) {
          names.addAll(Collections.nCopies(index + 1 - names.size(), ""));
        }
        names.set(index, column.getKey());
      }
      return names;
    } catch (IOException e) {
      throw new BadRecordException("acct_headers in Redis is no JSON object");
    }
  }
}
