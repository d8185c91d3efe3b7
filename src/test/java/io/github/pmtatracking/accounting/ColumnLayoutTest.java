package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.json.JsonWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnLayoutTest {
  private static final String ID = "header_x-sp-message-id";

  @Test
  void theColumnsAreSavedAndReadAsTheOriginalDoes() throws Exception {
    ColumnLayout columns = new ColumnLayout(List.of("type", "rcpt", ID), column -> true);

    assertEquals("{\"header_x-sp-message-id\":2,\"rcpt\":1,\"type\":0}", columns.toJson());
    assertEquals("[type rcpt header_x-sp-message-id]", columns.toString());
    assertEquals(columns, parse(columns.toJson()));
  }

  @Test
  void aSavedLayoutMayLackColumnsAndFitsRecordsWithMoreFields() throws Exception {
    ColumnLayout saved = parse("{\"type\":0,\"header_x-sp-message-id\":3,\"rcpt\":1}");

    assertEquals(List.of("type", "rcpt", "", ID), saved.names());
    assertTrue(saved.fit(4));
    assertTrue(saved.fit(9));
    assertFalse(saved.fit(3));
    assertFalse(new ColumnLayout(saved.names(), column -> true).fit(9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "{\"type\":0,\"header_x-sp-message-id\":-1}",
        "{\"type\":0,\"header_x-sp-message-id\":\"x\"}",
        "{\"type\":0,\"header_x-sp-message-id\":1000000}",
        "{\"type\":0}",
        "{\"header_x-sp-message-id\":0}",
        "[]"
      })
  void savedColumnsThatCannotBeUsedAreRefused(String json) {
    assertThrows(BadRecordException.class, () -> parse(json));
  }

  @Test
  void theAttributesAreTheWantedColumnsInAlphabeticalOrder() throws Exception {
    ColumnLayout columns =
        new ColumnLayout(
            List.of("type", "z<", ID, "a", "unwanted"), name -> !name.equals("unwanted"));
    CsvFields fields = new CsvFields();
    fields.split("d,\"1,\"\"2\"\"\",id,3,4");

    assertEquals(
        "{\"a\":\"3\",\"z\\u003c\":\"1,\\\"2\\\"\"}",
        new String(columns.attributes(fields, new JsonWriter(16)), UTF_8));
  }

  private static ColumnLayout parse(String json) throws BadRecordException {
    return ColumnLayout.parseJson(json.getBytes(UTF_8), column -> true);
  }
}
