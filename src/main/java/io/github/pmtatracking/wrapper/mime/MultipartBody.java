package io.github.pmtatracking.wrapper.mime;

import io.github.pmtatracking.wrapper.RewriteLimitException;
import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The line that stands between the parts of a multipart body (RFC 2046, 5.1.1). */
record MultipartBody(byte[] dashed) {

  static MultipartBody of(String parameter) {
    return new MultipartBody(Ascii.ascii("--" + parameter.stripTrailing()));
  }

  /**
   * The parts of a body, without the line end that belongs to the boundary behind each; empty if
   * there is no boundary. The last part ends with the body if the closing boundary is missing.
   *
   * @throws RewriteLimitException if there are more than {@code most}
   */
  List<ByteRange> parts(ByteRange body, int most) throws RewriteLimitException {
    List<ByteRange> parts = new ArrayList<>();
    byte[] bytes = body.bytes();
    int partStart = -1;
    for (int line = body.from(); line < body.to(); ) {
      int next = Ascii.nextLine(bytes, line, body.to());
      if (starts(bytes, line, next)) {
        boolean closes = closes(bytes, line, next);
        if (closes || isPadding(bytes, line + dashed.length, next)) {
          if (partStart >= 0) {
            requireRoom(parts, most);
            parts.add(new ByteRange(bytes, partStart, beforeLineEnd(bytes, partStart, line)));
          }
          if (closes) {
            return parts;
          }
          partStart = next;
        }
      }
      line = next;
    }
    if (partStart >= 0) {
      requireRoom(parts, most);
      parts.add(new ByteRange(bytes, partStart, body.to()));
    }
    return parts;
  }

  private static void requireRoom(List<ByteRange> parts, int most) throws RewriteLimitException {
    if (parts.size() == most) {
      throw new RewriteLimitException("more parts than wrapper.max-parts");
    }
  }

  private boolean starts(byte[] bytes, int line, int next) {
    return bytes[line] == '-'
        && next - line >= dashed.length
        && Arrays.equals(bytes, line, line + dashed.length, dashed, 0, dashed.length);
  }

  private boolean closes(byte[] bytes, int line, int next) {
    int end = line + dashed.length;
    return next - end >= 2
        && bytes[end] == '-'
        && bytes[end + 1] == '-'
        && isPadding(bytes, end + 2, next);
  }

  private static boolean isPadding(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Ascii.isSpace(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private static int beforeLineEnd(byte[] bytes, int from, int line) {
    int end = line;
    if (end > from && bytes[end - 1] == '\n') {
      end--;
      if (end > from && bytes[end - 1] == '\r') {
        end--;
      }
    }
    return end;
  }
}
