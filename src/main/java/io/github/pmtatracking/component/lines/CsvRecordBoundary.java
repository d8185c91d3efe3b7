package io.github.pmtatracking.component.lines;

/** Finds the end of a record whose quoted fields may contain line ends (RFC 4180, 2.6 and 2.7). */
final class CsvRecordBoundary {
  /** The record continues in bytes that have not arrived. */
  static final int MORE = -1;

  /** The quote belongs to no well-formed field: it must not join the lines that follow. */
  static final int STRAY = -2;

  private static final int MAX_LINES = 32;

  private CsvRecordBoundary() {}

  /**
   * Finds the line feed that ends the record.
   *
   * @param data is read from {@code start} to {@code end}
   * @param all whether no bytes follow {@code end}; the record may then end there
   * @param maxBytes longest record
   * @return the index of the line feed, or {@code end} if the input ends there, or {@link #MORE},
   *     or {@link #STRAY}
   */
  static int recordEnd(byte[] data, int start, int end, boolean all, int maxBytes) {
    boolean quoted = false;
    boolean fieldStart = true;
    int lines = 0;
    for (int at = start; at < end; at++) {
      byte b = data[at];
      if (quoted) {
        if (b == '\n' && ++lines >= MAX_LINES || at - start >= maxBytes) {
          return STRAY;
        }
        if (b == '"') {
          if (at + 1 == end) {
            return all ? end : MORE;
          }
          byte next = data[at + 1];
          if (next == '"') {
            at++;
          } else if (next == ',' || next == '\n' || next == '\r') {
            quoted = false;
          } else {
            return STRAY;
          }
        }
      } else if (b == '\n') {
        return at;
      } else {
        quoted = fieldStart && b == '"';
        fieldStart = b == ',';
      }
    }
    if (!all) {
      return end - start >= maxBytes ? STRAY : MORE;
    }
    return quoted ? STRAY : end;
  }
}
