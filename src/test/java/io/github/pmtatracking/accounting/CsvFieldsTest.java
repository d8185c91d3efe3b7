package io.github.pmtatracking.accounting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.Test;

class CsvFieldsTest {
  private final CsvFields fields = new CsvFields();

  @Test
  void fieldsAreSplitAtCommasOutsideQuotes() throws Exception {
    assertEquals(
        List.of("d", "a,b", "", "say \"hi\"", ""), split("d,\"a,b\",,\"say \"\"hi\"\"\","));
    assertEquals(List.of(""), split(""));
    assertEquals(List.of("5\" disk", "x"), split("5\" disk,x"));
  }

  @Test
  void aRecordMayHaveMoreFieldsThanAnyBefore() throws Exception {
    String wide = "x,".repeat(99) + "\"last\"";
    assertEquals(100, split(wide).size());
    assertEquals("last", fields.text(99));
  }

  @Test
  void aQuoteThatIsNotClosedIsRefusedWithItsField() {
    BadRecordException open = assertThrows(BadRecordException.class, () -> split("d,\"open,x"));
    assertEquals("field 2 has no closing quote", open.getMessage());
    BadRecordException behind = assertThrows(BadRecordException.class, () -> split("\"a\"b,x"));
    assertEquals("field 1 goes on behind its quote", behind.getMessage());
  }

  @Property(tries = 300)
  void whatCommonsCsvWritesIsReadAsItWas(@ForAll("records") List<String> record) throws Exception {
    assertEquals(record, split(CSVFormat.RFC4180.format(record.toArray())));
    for (int i = 0; i < record.size(); i++) {
      assertTrue(fields.is(i, record.get(i)));
    }
  }

  @Property(tries = 300)
  void jacksonReadsBackWhatIsAppendedAsJson(@ForAll("records") List<String> record)
      throws BadRecordException, IOException {
    split(CSVFormat.RFC4180.format(record.toArray()));
    for (int i = 0; i < record.size(); i++) {
      JsonWriter json = new JsonWriter(64);
      fields.writeTo(json, i);
      assertEquals(record.get(i), new ObjectMapper().readValue(json.toByteArray(), String.class));
    }
  }

  @Provide
  Arbitrary<List<String>> records() {
    Arbitrary<String> text =
        Arbitraries.strings().withChars("ab\"\\<>&\r\n\t\u0001, é€\u2028").ofMaxLength(10);
    Arbitrary<String> emoji = Arbitraries.just("smile 😀 <b>");
    return Arbitraries.oneOf(text, emoji).list().ofMinSize(1).ofMaxSize(8);
  }

  private List<String> split(String line) throws BadRecordException {
    fields.split(line);
    return fields.texts();
  }
}
