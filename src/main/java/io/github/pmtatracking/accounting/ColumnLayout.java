package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an accounting stream, as its heading line names them (docs/formats.md, "Accounting
 * records" and "Column headings"). Which columns there are is up to PowerMTA's configuration;
 * {@code type} comes first, and the message id must be among them.
 */
public final class ColumnLayout {
  public static final String TYPE = "type";
  public static final String MESSAGE_ID = "header_x-sp-message-id";
  private static final String TIME_LOGGED = "timeLogged";

  /** A column that is stored: its index in the line and the JSON in front of its value. */
  private record Kept(int column, String json) {}

  private static final byte[] EMPTY = "{}".getBytes(UTF_8);
  private static final int MAX_COLUMNS = 10_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> names;
  private final boolean complete;
  private final int messageId;
  private final int timeLogged;
  private final List<Kept> kept;

  /**
   * Columns in the order of the line.
   *
   * @param wanted which columns are stored; the type and the message id never are
   * @throws BadRecordException if {@code type} is not the first or the message id is missing
   */
  ColumnLayout(List<String> names, Predicate<String> wanted) throws BadRecordException {
    this(names, wanted, true);
  }

  private ColumnLayout(List<String> names, Predicate<String> wanted, boolean complete)
      throws BadRecordException {
    this.names = List.copyOf(names);
    this.complete = complete;
    if (names.isEmpty() || !names.get(0).equals(TYPE)) {
      throw new BadRecordException("the first heading is not \"type\"");
    }
    messageId = names.indexOf(MESSAGE_ID);
    timeLogged = names.indexOf(TIME_LOGGED);
    if (messageId < 0) {
      throw new BadRecordException(
          "no heading \"%s\"; add it to record-fields of PowerMTA's acct-file"
              .formatted(MESSAGE_ID));
    }
    kept = kept(wanted);
  }

  /**
   * The columns of {@code acct_headers}, saved by this tool or by the original. The original saves
   * only the columns that it knows, so a record may have more fields behind the last of them.
   *
   * @param json an object: column name to index; a column that it does not name gets an empty name
   * @param wanted which columns are stored
   * @throws BadRecordException if it is no such object, or as the constructor
   */
  static ColumnLayout parseJson(byte[] json, Predicate<String> wanted) throws BadRecordException {
    JsonNode object;
    try {
      object = JSON.readTree(json);
    } catch (IOException e) {
      throw new BadRecordException("acct_headers in Redis is no JSON object");
    }
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> column : object.properties()) {
      int index = column.getValue().asInt(-1);
      if (index < 0 || index >= MAX_COLUMNS) {
        throw new BadRecordException("acct_headers in Redis has no index for " + column.getKey());
      }
      if (index >= names.size()) {
        names.addAll(Collections.nCopies(index + 1 - names.size(), ""));
      }
      names.set(index, column.getKey());
    }
    return new ColumnLayout(names, wanted, false);
  }

  /** Whether a record with this number of fields can be read. */
  boolean fit(int fields) {
    return complete ? fields == names.size() : fields >= names.size();
  }

  /** Alphabetical, as Go's encoder writes a map. */
  private List<Kept> kept(Predicate<String> wanted) {
    TreeMap<String, Integer> sorted = new TreeMap<>(columns());
    sorted.remove(TYPE);
    sorted.remove(MESSAGE_ID);
    // Columns that acct_headers does not name.
    sorted.remove("");
    sorted.keySet().removeIf(wanted.negate());
    List<Kept> result = new ArrayList<>();
    for (Map.Entry<String, Integer> column : sorted.entrySet()) {
      try (JsonWriter json = new JsonWriter(64)) {
        json.raw(result.isEmpty() ? "{" : ",").string(column.getKey()).raw(":");
        result.add(new Kept(column.getValue(), new String(json.toByteArray(), UTF_8)));
      }
    }
    return result;
  }

  private Map<String, Integer> columns() {
    Map<String, Integer> columns = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      columns.put(names.get(i), i);
    }
    return columns;
  }

  /** Whether a line is a heading line: its first field says {@code type}. */
  static boolean isHeading(CsvFields fields) {
    return fields.is(0, TYPE);
  }

  /** In the order of the line. */
  public List<String> names() {
    return names;
  }

  int messageId() {
    return messageId;
  }

  /** The column of the time of delivery, or -1. */
  int timeLogged() {
    return timeLogged;
  }

  /** The JSON object of a record: column name to value. */
  byte[] attributes(CsvFields fields, JsonWriter buffer) {
    if (kept.isEmpty()) {
      return EMPTY;
    }
    buffer.reset();
    for (Kept column : kept) {
      buffer.raw(column.json());
      fields.writeTo(buffer, column.column());
    }
    return buffer.raw("}").toByteArray();
  }

  /** The content of {@code acct_headers}: column name to column index, alphabetical. */
  public String toJson() {
    try (JsonWriter json = new JsonWriter(512)) {
      String separator = "{";
      for (Map.Entry<String, Integer> column : columns().entrySet()) {
        json.raw(separator).string(column.getKey()).raw(":" + column.getValue());
        separator = ",";
      }
      return new String(json.raw("}").toByteArray(), UTF_8);
    }
  }

  /** As the original logs them: {@code [type rcpt header_x-sp-message-id]}. */
  @Override
  public String toString() {
    return "[" + String.join(" ", names) + "]";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ColumnLayout headings && headings.names.equals(names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }
}
