package io.github.pmtatracking.accounting.rejects;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.accounting.AttributeRecord;
import io.github.pmtatracking.accounting.ColumnLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Attributes as the accounting record that they came from, but for columns that were not kept.
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
      throw new UncheckedIOException("attributes that we wrote are no JSON", e);
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
