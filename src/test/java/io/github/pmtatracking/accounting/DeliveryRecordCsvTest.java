package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryRecordCsvTest {
  @Test
  void anAttributeRecordBecomesAHeadingLineAndADeliveryRecord() {
    DeliveryRecordCsv csv = csv("{\"jobId\":\"7\",\"rcpt\":\"a@b\"}");

    assertEquals("type,header_x-sp-message-id,jobId,rcpt", csv.headings());
    assertEquals("d,id1,7,a@b", csv.line());
  }

  @Test
  void fieldsAreQuotedWhereTheyMustBe() throws Exception {
    DeliveryRecordCsv csv = csv("{\"rcpt\":\"a,\\\"b\\\"\\n\"}");

    assertEquals("d,id1,\"a,\"\"b\"\"\n\"", csv.line());
    CsvFields fields = new CsvFields();
    fields.split(csv.line());
    assertEquals(List.of("d", "id1", "a,\"b\"\n"), fields.texts());
  }

  private static DeliveryRecordCsv csv(String json) {
    return DeliveryRecordCsv.of(
        new AttributeRecord("msgID_id1".getBytes(UTF_8), json.getBytes(UTF_8), 1));
  }
}
