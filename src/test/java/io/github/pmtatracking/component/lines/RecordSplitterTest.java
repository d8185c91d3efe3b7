package io.github.pmtatracking.component.lines;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.junit.jupiter.api.Test;

class RecordSplitterTest {
  private static final int MAX = 1000;

  @Test
  void linesEndWithCrLfOrLfOrTheInput() {
    assertEquals(List.of("a,b", "c", "", "d"), split("a,b\r\nc\n\r\nd", 1));
    assertEquals(List.of(), split("", 1));
    assertEquals(List.of("x"), split("x\n", 1));
  }

  @Test
  void aQuotedFieldMayHoldLineEnds() {
    assertEquals(
        List.of("d,\"two\r\nlines\",x", "next"), split("d,\"two\r\nlines\",x\r\nnext\r\n", 3));
    assertEquals(List.of("\"\"\"\n\"\"\"", "n"), split("\"\"\"\n\"\"\"\nn", 1));
  }

  @Test
  void aStrayQuoteCostsItsOwnLineAlone() {
    assertEquals(
        List.of("d,\"stray,0", "d,\"a@b\",1", "d,c,2"),
        split("d,\"stray,0\r\nd,\"a@b\",1\r\nd,c,2\r\n", 5));
    String many = "d,c,2\n".repeat(100);
    List<String> lines = split("d,\"stray,0\n" + many, 7);
    assertEquals(101, lines.size());
    assertEquals("d,\"stray,0", lines.get(0));
  }

  @Test
  void aQuoteInsideAFieldIsText() {
    assertEquals(List.of("d,5\" disk,x", "next"), split("d,5\" disk,x\nnext\n", 1));
  }

  @Test
  void anUnclosedQuoteAtTheEndStillGivesItsLines() {
    assertEquals(List.of("a", "b,\"c", "d"), split("a\nb,\"c\nd", 2));
  }

  @Test
  void aLineOverTheLimitIsCutAndTheNextIsWhole() {
    RecordSplitter splitter = new RecordSplitter(MAX);
    List<String> lines = split(splitter, "before\n" + "x".repeat(300_000) + "\nafter\n", 4096);
    assertEquals(List.of("before", "x".repeat(MAX), "after"), lines);
    assertEquals(1, splitter.cut());
    assertEquals(4, splitter.line());
  }

  @Test
  void lineNumbersCountTheLinesInsideQuotes() {
    RecordSplitter splitter = new RecordSplitter(MAX);
    split(splitter, "a\n\"b\nc\n\"\nd\n", 100);
    assertEquals(6, splitter.line());
  }

  @Test
  void aByteOrderMarkIsNoText() {
    byte[] bytes = "\uFEFFtype,rcpt\nd,é@x\n".getBytes(UTF_8);
    assertEquals(List.of("type,rcpt", "d,é@x"), split(new RecordSplitter(MAX), bytes, 100));
  }

  @Test
  void bytesThatAreNotUtf8DoNotStopTheReading() {
    byte[] bytes = "d,\u00e9@x\nnext\n".getBytes(ISO_8859_1);
    assertEquals(List.of("d,\uFFFD@x", "next"), split(new RecordSplitter(MAX), bytes, 100));
  }

  @Property(tries = 300)
  void whateverCommonsCsvWritesIsCutIntoItsRecords(
      @ForAll("tables") List<List<String>> table, @ForAll @IntRange(min = 1, max = 40) int chunk)
      throws IOException {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
      printer.printRecords(table);
    }
    List<String> lines = split(text.toString(), chunk);
    List<List<String>> back = new ArrayList<>();
    for (String line : lines) {
      try (CSVParser parser = CSVFormat.RFC4180.parse(new StringReader(line))) {
        back.add(parser.getRecords().get(0).toList());
      }
    }
    assertEquals(table, back);
  }

  @Property(tries = 300)
  void noByteOfAnyTextIsLost(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 40) int chunk) {
    RecordSplitter splitter = new RecordSplitter(MAX);
    List<String> lines = split(splitter, text, chunk);
    String joined = String.join("\n", lines);
    String wanted = text.replace("\r\n", "\n");
    assertEquals(
        wanted.endsWith("\n") ? wanted.substring(0, wanted.length() - 1) : wanted,
        joined.replace("\r\n", "\n"));
    assertFalse(splitter.isUnfinished());
    assertTrue(splitter.cut() == 0);
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    // A first field that is never empty: a record of one empty field looks like an empty line.
    Arbitrary<String> field = Arbitraries.strings().withChars("ab\"\r\n, é€").ofMaxLength(8);
    return field
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(
            fields -> {
              List<String> row = new ArrayList<>(List.of("d"));
              row.addAll(fields);
              return row;
            })
        .list()
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("ab\"\n, é")
        .ofMaxLength(200)
        .map(text -> text.isEmpty() || text.startsWith("\n") ? "x" + text : text);
  }

  private static List<String> split(String text, int chunk) {
    return split(new RecordSplitter(MAX), text, chunk);
  }

  private static List<String> split(RecordSplitter splitter, String text, int chunk) {
    return split(splitter, text.getBytes(UTF_8), chunk);
  }

  private static List<String> split(RecordSplitter splitter, byte[] bytes, int chunk) {
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += chunk) {
      int count = Math.min(chunk, bytes.length - at);
      splitter.space().put(bytes, at, count);
      splitter.filled(count);
      addAll(splitter, false, lines);
    }
    addAll(splitter, true, lines);
    return lines;
  }

  private static void addAll(RecordSplitter splitter, boolean all, List<String> lines) {
    for (String line = splitter.next(all); line != null; line = splitter.next(all)) {
      lines.add(line);
    }
  }
}
