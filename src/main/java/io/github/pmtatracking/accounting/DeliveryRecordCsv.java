package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An attribute record turned back into lines of CSV: the accounting record that it came from,
 * without the columns that are not stored.
 *
 * @param headings the heading line
 * @param line the delivery record
 */
record DeliveryRecordCsv(String headings, String line) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static DeliveryRecordCsv of(AttributeRecord attributes) {
    List<String> names = new ArrayList<>(List.of(ColumnLayout.TYPE, ColumnLayout.MESSAGE_ID));
    String key = new String(attributes.key(), UTF_8);
    List<String> values = new ArrayList<>(List.of("d", key.substring(key.indexOf('_') + 1)));
    try {
      for (Map.Entry<String, JsonNode> column : MAPPER.readTree(attributes.json()).properties()) {
        names.add(column.getKey());
        values.add(column.getValue().asText());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the attributes are no JSON", e);
    }
    return new DeliveryRecordCsv(line(names), line(values));
  }

  private static String line(List<String> fields) {
    List<String> quoted = new ArrayList<>();
    for (String field : fields) {
      boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      quoted.add(plain ? field : '"' + field.replace("\"", "\"\"") + '"');
    }
    return String.join(",", quoted);
  }
}
