package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import io.github.pmtatracking.wrapper.bytes.LineLengthOutput;
import io.github.pmtatracking.wrapper.mime.HeaderBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds, adds or replaces {@code X-Sp-Message-Id} in a header block (docs/formats.md,
 * "X-Sp-Message-Id").
 */
final class MessageIdField {
  private static final String NAME = "X-Sp-Message-Id";

  private final byte[] message;
  private final HeaderBlock header;
  private final List<ByteRange> values = new ArrayList<>();
  private final @Nullable String given;

  MessageIdField(byte[] message, HeaderBlock header) {
    this.message = message;
    this.header = header;
    String first = null;
    for (HeaderBlock.Field field : header.all("x-sp-message-id")) {
      if (first == null && !header.value(field).isEmpty()) {
        first = header.value(field);
      }
      int from = field.valueStart();
      int to = field.valueEnd();
      while (from < to && Ascii.isSpace(message[from])) {
        from++;
      }
      while (to > from && Ascii.isSpace(message[to - 1])) {
        to--;
      }
      values.add(new ByteRange(message, from, to));
    }
    given = first;
  }

  /** The id in the client's message; null if it has none. */
  @Nullable String given() {
    return given;
  }

  /** Writes the header block with this id, up to its empty line; the id may be the given one. */
  void write(String messageId, LineLengthOutput out) throws IOException {
    byte[] id = Ascii.ascii(messageId);
    int at = 0;
    if (!messageId.equals(given)) {
      for (ByteRange value : values) {
        out.write(message, at, value.from());
        out.write(id);
        at = value.to();
      }
    }
    out.write(message, at, header.end());
    if (values.isEmpty()) {
      boolean lineIsOpen = header.end() > 0 && message[header.end() - 1] != '\n';
      String lineEnd = header.lineEnd();
      out.write(Ascii.ascii((lineIsOpen ? lineEnd : "") + NAME + ": " + messageId + lineEnd));
    }
  }
}
