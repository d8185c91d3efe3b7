package io.github.pmtatracking.wrapper.mime;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header block of a message or part (RFC 5322, 2.2): the fields up to the first empty line, as
 * places in its bytes. Only the fields that the rewriter reads are kept. Immutable.
 */
public final class HeaderBlock {
  /** Fields of one block that are kept; no real mail has so many signatures or ids. */
  private static final int MAX_FIELDS = 1_000;

  /** Longest value of a field that is kept, in bytes. */
  private static final int MAX_VALUE_BYTES = 65_536;

  private static final List<String> KEPT =
      List.of(
          "content-type",
          "content-transfer-encoding",
          "content-disposition",
          "x-sp-message-id",
          "dkim-signature");

  private static final List<String> ARC_AND_DOMAINKEYS =
      List.of("arc-message-signature", "domainkey-signature");

  /**
   * One field, its folding included.
   *
   * @param name in lower case
   * @param valueStart offset behind the colon
   * @param valueEnd offset of the line ending that ends the field
   */
  public record Field(String name, int valueStart, int valueEnd) {}

  private final byte[] message;
  private final List<Field> fields = new ArrayList<>(8);
  private final int end;
  private final int bodyStart;
  private final boolean wellFormed;
  private boolean tooMuch;
  private boolean arcSigned;

  private HeaderBlock(byte[] message, int from, int to) {
    this.message = message;
    int line = from;
    boolean fieldsOnly = from < to;
    while (line < to && fieldsOnly && !isEmptyLine(line, to)) {
      int next = Ascii.nextLine(message, line, to);
      while (next < to && Ascii.isBlank(message[next])) {
        next = Ascii.nextLine(message, next, to);
      }
      fieldsOnly = readField(line, next);
      line = next;
    }
    this.end = line;
    this.bodyStart = line < to ? Ascii.nextLine(message, line, to) : to;
    this.wellFormed = fieldsOnly;
  }

  /** Reads the block that starts at {@code from} in an entity that ends at {@code to}. */
  public static HeaderBlock read(byte[] message, int from, int to) {
    return new HeaderBlock(message, from, to);
  }

  private boolean isEmptyLine(int at, int to) {
    return message[at] == '\n' || message[at] == '\r' && at + 1 < to && message[at + 1] == '\n';
  }

  private boolean readField(int start, int next) {
    int nameEnd = start;
    while (nameEnd < next && message[nameEnd] > ' ' && message[nameEnd] != ':') {
      nameEnd++;
    }
    // Obsolete syntax lets white space stand before the colon (RFC 5322, 4.5.8).
    int colon = nameEnd;
    while (colon < next && Ascii.isBlank(message[colon])) {
      colon++;
    }
    if (nameEnd == start || colon == next || message[colon] != ':') {
      return false;
    }
    for (String signature : ARC_AND_DOMAINKEYS) {
      arcSigned |= Ascii.equalsIgnoringCase(message, start, nameEnd, signature);
    }
    String name = keptName(start, nameEnd);
    if (name != null) {
      int valueEnd = next;
      if (message[valueEnd - 1] == '\n') {
        valueEnd -= message[valueEnd - 2] == '\r' ? 2 : 1;
      }
      keep(new Field(name, colon + 1, valueEnd));
    }
    return true;
  }

  /**
   * Whether there is a signature of ARC (RFC 8617) or DomainKeys (RFC 4870). Both cover the body.
   */
  public boolean isArcSigned() {
    return arcSigned;
  }

  private @Nullable String keptName(int start, int nameEnd) {
    for (String name : KEPT) {
      if (Ascii.equalsIgnoringCase(message, start, nameEnd, name)) {
        return name;
      }
    }
    return null;
  }

  private void keep(Field field) {
    if (fields.size() == MAX_FIELDS || field.valueEnd() - field.valueStart() > MAX_VALUE_BYTES) {
      tooMuch = true;
    } else {
      fields.add(field);
    }
  }

  /** False if a line before the empty line is no field, or if there is no line at all. */
  public boolean wellFormed() {
    return wellFormed;
  }

  /** Whether a field was left out: there are too many, or its value is too long. */
  public boolean tooMuch() {
    return tooMuch;
  }

  /** Offset behind the last field, where another field can be added. */
  public int end() {
    return end;
  }

  /** Offset behind the empty line. */
  int bodyStart() {
    return bodyStart;
  }

  /** The fields of a name, in order. The name is in lower case and one of those that are kept. */
  public List<Field> all(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).toList();
  }

  /** A field's value: unfolded, without white space around it, each byte as one character. */
  public String value(Field field) {
    return Ascii.latin1(message, field.valueStart(), field.valueEnd())
        .replace("\r", "")
        .replace("\n", "")
        .strip();
  }

  /** The line ending of the block: CRLF, or a bare LF where the proxy accepts that. */
  public String lineEnd() {
    for (int i = 0; i < bodyStart; i++) {
      if (message[i] == '\n') {
        return i > 0 && message[i - 1] == '\r' ? "\r\n" : "\n";
      }
    }
    return "\r\n";
  }
}
