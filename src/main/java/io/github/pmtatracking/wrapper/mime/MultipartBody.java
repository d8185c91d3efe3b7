package io.github.pmtatracking.wrapper.mime;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A multipart body, split at its boundary (RFC 2046, 5.1.1).
 *
 * @param dashed the boundary with the two dashes before it
 */
record MultipartBody(byte[] dashed) {

  /** A body whose header gives this {@code boundary} parameter. */
  static MultipartBody of(String parameter) {
    return new MultipartBody(Ascii.ascii("--" + parameter.stripTrailing()));
  }

  /**
   * The parts of a body, without the line end that belongs to the boundary behind each; empty if
   * there is no boundary. The last part ends with the body if the closing boundary is missing.
   *
   * @throws MimeLimitException if there are more than {@code maxParts}
   */
  List<ByteRange> parts(ByteRange body, int maxParts) throws MimeLimitException {
    List<ByteRange> parts = new ArrayList<>();
    byte[] bytes = body.bytes();
    int partStart = -1;
    for (int line = body.from(); line < body.to(); ) {
      int next = Ascii.nextLine(bytes, line, body.to());
      if (starts(bytes, line, next)) {
        boolean closes = closes(bytes, line, next);
        if (closes || isPadding(bytes, line + dashed.length, next)) {
          if (partStart >= 0) {
            requireRoom(parts, maxParts);
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
      requireRoom(parts, maxParts);
      parts.add(new ByteRange(bytes, partStart, body.to()));
    }
    return parts;
  }

  private static void requireRoom(List<ByteRange> parts, int maxParts) throws MimeLimitException {
    if (parts.size() == maxParts) {
      throw new MimeLimitException("more parts than allowed");
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
