package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.accounting.rejects.RejectsWriter;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountingRecordsTest {
  private static final long NOW = 1_600_000_000;
  private static final long TEN_DAYS = 864_000;
  private static final String HEADING =
      "type,rcpt,header_x-sp-message-id,header_x-sp-subaccount-id";

  @TempDir Path folder;
  private final AccountingCounters counters = new AccountingCounters();
  private Predicate<String> columns = column -> true;
  private Supplier<byte[]> stored = () -> null;
  private int asked;

  @Test
  void deliveriesBecomeAttributesWithSortedKeys() {
    AccountingBatch batch = read(HEADING, "d,a@b,0000id1,0", "delivery,c@d,0000id2,3");
    assertEquals(
        List.of(
            "msgID_0000id1 -> {\"header_x-sp-subaccount-id\":\"0\",\"rcpt\":\"a@b\"}",
            "msgID_0000id2 -> {\"header_x-sp-subaccount-id\":\"3\",\"rcpt\":\"c@d\"}"),
        texts(batch));
    assertEquals(NOW + TEN_DAYS, batch.attributes().get(0).expires());
    assertEquals(
        "{\"header_x-sp-message-id\":2,\"header_x-sp-subaccount-id\":3,\"rcpt\":1,\"type\":0}",
        batch.headings().toJson());
    assertEquals("[" + HEADING.replace(',', ' ') + "]", batch.headings().toString());
  }

  @Test
  void allColumnsOfThePipeAreKeptWhateverTheyAre() {
    AccountingBatch batch =
        read(
            "type,orig,rcpt,jobId,dlvSourceIp,vmtaPool,header_x-sp-message-id,bounceCat",
            "d,me@x,a@b,campaign 7,1.2.3.4,pool,0000id,");
    assertEquals(
        List.of(
            "msgID_0000id -> {\"bounceCat\":\"\",\"dlvSourceIp\":\"1.2.3.4\",\"jobId\":\"campaign"
                + " 7\",\"orig\":\"me@x\",\"rcpt\":\"a@b\",\"vmtaPool\":\"pool\"}"),
        texts(batch));
  }

  @Test
  void onlyTheWantedColumnsAreKept() {
    columns = "rcpt"::equals;
    assertEquals(
        List.of("msgID_0000id -> {\"rcpt\":\"a@b\"}"), texts(read(HEADING, "d,a@b,0000id,0")));
    columns = column -> false;
    assertEquals(List.of("msgID_0000id -> {}"), texts(read(HEADING, "d,a@b,0000id,0")));
  }

  @Test
  void otherTypesAreCountedAndSkipped() {
    AccountingBatch batch = read(HEADING, "b,a@b,id,0", "t,a@b,id,0", "b,x,y,z", "", "d,a@b,id,0");
    assertEquals(1, batch.attributes().size());
    assertEquals(Map.of("b", 2L, "t", 1L), counters.skippedByType());
    assertEquals(0, counters.rejected());
  }

  @Test
  void aBadLineGoesToTheRejectsFileWithTheReasonAndTheNextIsRead() throws Exception {
    AccountingBatch batch =
        read(
            HEADING,
            "d,a@b,id,0,extra",
            "d,a@b",
            "d,\"open,id,0",
            "d,a@b,,0",
            "d,a@b,i d,0",
            "d,two\nlines,i\nd,0",
            "d,good@b,id,0");
    assertEquals(1, batch.attributes().size());
    assertEquals(6, counters.rejected());
    List<JsonNode> rejects = rejects();
    assertEquals(
        List.of(
            "5 fields under 4 headings",
            "2 fields under 4 headings",
            "field 2 has no closing quote",
            "no message id",
            "a message id with a space or control character",
            "a message id with a space or control character"),
        rejects.stream().map(reject -> reject.get("reason").asText()).toList());
    assertEquals(
        List.of(2, 3, 4, 5, 6, 7), rejects.stream().map(r -> r.get("line").asInt()).toList());
    assertEquals("d,two\nlines,i\nd,0", rejects.get(5).get("entry").asText());
    assertEquals(HEADING, rejects.get(0).get("headings").asText());
    assertEquals("test.csv", rejects.get(0).get("source").asText());
    assertEquals("2020-09-13T12:26:40Z", rejects.get(0).get("time").asText());
  }

  @Test
  void aTruncatedLineIsRejectedEvenIfItLooksComplete() throws Exception {
    AccountingRecords records = records();
    records.read(List.of(HEADING), "stdin", 1, false);
    AccountingBatch batch = records.read(List.of("d,a@b,id,0"), "stdin", 2, true);
    assertEquals(List.of(), batch.attributes());
    assertEquals("the line was not finished", rejects().get(0).get("reason").asText());
  }

  @Test
  void aLaterHeadingLineCountsFromThereOn() {
    AccountingBatch batch =
        read(
            HEADING, "d,a@b,id1,0", "type,header_x-sp-message-id", "d,id2", HEADING, "d,a@b,id3,0");
    assertEquals(3, batch.attributes().size());
    assertEquals("msgID_id2 -> {}", texts(batch).get(1));
    assertEquals(4, batch.headings().names().size());
  }

  @Test
  void linesUnderAHeadingLineWithoutTheMessageIdAreRejected() throws Exception {
    AccountingBatch batch = read("type,rcpt", "d,a@b");
    assertEquals(List.of(), batch.attributes());
    assertNull(batch.headings());
    assertTrue(
        rejects().get(0).get("reason").asText().contains("no heading \"header_x-sp-message-id\""));
    assertTrue(
        rejects().get(1).get("reason").asText().startsWith("the heading line cannot be used"));
  }

  @Test
  void savedHeadingsAreAskedForOnceByAStreamWithoutAny() {
    stored =
        () -> {
          asked++;
          return "{\"header_x-sp-message-id\":2,\"rcpt\":1,\"type\":0}".getBytes(UTF_8);
        };
    AccountingRecords records = records();
    assertEquals(
        List.of("msgID_id1 -> {\"rcpt\":\"a@b\"}", "msgID_id2 -> {\"rcpt\":\"c@d\"}"),
        texts(records.read(List.of("d,a@b,id1", "d,c@d,id2"), "stdin", 1, false)));
    assertEquals(1, asked);
  }

  @Test
  void savedHeadingsAreNotAskedForBehindAHeadingLine() {
    stored =
        () -> {
          asked++;
          return null;
        };
    read(HEADING, "d,a@b,id,0");
    assertEquals(0, asked);
  }

  @Test
  void linesWithoutAnyHeadingsAreRejected() throws Exception {
    read("d,a@b,id1,0", "d,a@b,id2,0");
    assertEquals(2, counters.rejected());
    assertEquals(
        "no heading line was seen, and Redis has no acct_headers",
        rejects().get(1).get("reason").asText());
    stored =
        () -> {
          throw new RedisException("acct_headers was not read: no connection");
        };
    read("d,a@b,id1,0");
    assertEquals(
        "no heading line was seen, and acct_headers was not read: no connection",
        rejects().get(2).get("reason").asText());
  }

  @Test
  void savedHeadingsMayNameFewerColumnsThanARecordHasFields() {
    stored =
        () ->
            "{\"header_x-sp-message-id\":2,\"header_x-sp-subaccount-id\":3,\"rcpt\":1,\"type\":0}"
                .getBytes(UTF_8);

    AccountingBatch batch = read("d,a@b,0001aa,5,orig@x,job1", "d,a@b,0001ab,6", "d,a@b,0001ac");

    assertEquals(
        List.of(
            "msgID_0001aa -> {\"header_x-sp-subaccount-id\":\"5\",\"rcpt\":\"a@b\"}",
            "msgID_0001ab -> {\"header_x-sp-subaccount-id\":\"6\",\"rcpt\":\"a@b\"}"),
        texts(batch));
    assertEquals(1, counters.rejected());
  }

  @Test
  void eachFileBeginsWithoutHeadings() throws Exception {
    AccountingRecords records = records();
    records.read(List.of(HEADING, "d,a@b,id1,0"), "first.csv", 1, false);
    records.read(List.of("d,a@b,id2,0"), "second.csv", 1, false);
    assertEquals(1, counters.rejected());
    assertEquals("second.csv", rejects().get(0).get("source").asText());
  }

  @Test
  void expiryCountsFromTheTimeOfDeliveryWhereThereIsOne() {
    String heading = "type,timeLogged,header_x-sp-message-id";
    AccountingBatch batch =
        read(
            heading,
            "d,2020-09-12 13:26:40+0100,a",
            "d,2020-09-13 12:26:40Z,b",
            "d,1599913600,c",
            "d,no time,d",
            "d,2030-01-01 00:00:00+0000,e",
            "d,2020-09-01 00:00:00+0000,f");
    assertEquals(
        List.of(
            NOW + TEN_DAYS - 86_400,
            NOW + TEN_DAYS,
            NOW + TEN_DAYS - 86_400,
            NOW + TEN_DAYS,
            NOW + TEN_DAYS),
        batch.attributes().stream().map(AttributeRecord::expires).toList());
    assertEquals(1, counters.expired());
  }

  @Test
  void attributesAreWrittenAsGoWritesJson() {
    AccountingBatch batch = read(HEADING, "d,\"a\nb<\u2028\u007f\ud83d\",id,\ud83d\ude00");
    assertEquals(
        List.of(
            "msgID_id -> {\"header_x-sp-subaccount-id\":\"\ud83d\ude00\","
                + "\"rcpt\":\"a\\nb\\u003c\\u2028\u007f\ufffd\"}"),
        texts(batch));
  }

  private AccountingBatch read(String... lines) {
    return records().read(List.of(lines), "test.csv", 1, false);
  }

  private AccountingRecords records() {
    return new AccountingRecords(
        columns, Duration.ofDays(10), clock(), rejectsFile(), counters, () -> stored.get());
  }

  private RejectsWriter rejectsFile() {
    return new RejectsWriter(
        folder.resolve("rejects/accounting.jsonl"), 1 << 20, clock(), counters);
  }

  private static InstantSource clock() {
    return InstantSource.fixed(Instant.ofEpochSecond(NOW));
  }

  private List<JsonNode> rejects() throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("rejects/accounting.jsonl"))) {
      nodes.add(new ObjectMapper().readTree(line));
    }
    return nodes;
  }

  private static List<String> texts(AccountingBatch batch) {
    return batch.attributes().stream().map(AttributeRecord::toString).toList();
  }
}
