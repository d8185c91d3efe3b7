package io.github.pmtatracking.accounting;

import io.github.pmtatracking.json.JsonWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits one CSV record into fields (RFC 4180, 2.5 to 2.7). It notes where a field begins and ends;
 * only a quoted field is copied. One instance is used for all records of a stream; docs/adr/0019
 * says why it is not camel-csv. Not thread-safe.
 */
final class CsvFields {
  private String line = "";
  private int count;
  private int[] starts = new int[32];
  private int[] ends = new int[32];
  private @Nullable String[] quoted = new @Nullable String[32];

  /**
   * Splits a record.
   *
   * @param record without its line end
   * @throws BadRecordException if a quoted field is not closed, or has text behind its closing
   *     quote
   */
  void split(String record) throws BadRecordException {
    line = record;
    count = 0;
    int at = 0;
    while (true) {
      if (count == starts.length) {
        grow();
      }
      int end;
      if (at < record.length() && record.charAt(at) == '"') {
        end = splitQuoted(at);
      } else {
        int comma = record.indexOf(',', at);
        end = comma < 0 ? record.length() : comma;
        starts[count] = at;
        ends[count] = end;
        quoted[count] = null;
      }
      count++;
      if (end == record.length()) {
        return;
      }
      at = end + 1;
    }
  }

  /**
   * Reads the field whose opening quote is at {@code open}; returns the index of the next comma.
   */
  private int splitQuoted(int open) throws BadRecordException {
    StringBuilder text = new StringBuilder();
    int at = open + 1;
    while (true) {
      int close = line.indexOf('"', at);
      if (close < 0) {
        throw new BadRecordException("field %d has no closing quote".formatted(count + 1));
      }
      text.append(line, at, close);
      at = close + 1;
      if (at == line.length() || line.charAt(at) == ',') {
        break;
      }
      if (line.charAt(at) != '"') {
        throw new BadRecordException("field %d goes on behind its quote".formatted(count + 1));
      }
      text.append('"');
      at++;
    }
    quoted[count] = text.toString();
    return at;
  }

  private void grow() {
    int size = 2 * count;
    starts = Arrays.copyOf(starts, size);
    ends = Arrays.copyOf(ends, size);
    quoted = Arrays.copyOf(quoted, size);
  }

  int count() {
    return count;
  }

  /** A field's text. */
  String text(int field) {
    String text = quoted[field];
    return text == null ? line.substring(starts[field], ends[field]) : text;
  }

  /** All fields' texts. */
  List<String> texts() {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text(i));
    }
    return texts;
  }

  /** Whether a field's text is the given one. */
  boolean is(int field, String expected) {
    String text = quoted[field];
    if (text != null) {
      return text.equals(expected);
    }
    int length = ends[field] - starts[field];
    return length == expected.length() && line.startsWith(expected, starts[field]);
  }

  /** Writes a field's text as a JSON string. */
  void writeTo(JsonWriter target, int field) {
    target.string(text(field));
  }
}
