package io.github.pmtatracking.wrapper.mime;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import io.github.pmtatracking.wrapper.bytes.LineLengthOutput;
import java.io.IOException;
import java.util.List;

/**
 * 7bit, 8bit and binary: the content stands in the message as it is. A line that an edit makes too
 * long is broken at the places that {@link Splice#lineMayBreak()} marks. Other lines stay.
 */
final class IdentityEncoding implements TransferEncoding {

  @Override
  public long decodedLength(ByteRange body) {
    return 0;
  }

  @Override
  public ByteRange decode(ByteRange body) {
    return body;
  }

  @Override
  public boolean isIdentity() {
    return true;
  }

  @Override
  public int maxTextLength() {
    return MAX_LINE_LENGTH;
  }

  @Override
  public void write(ByteRange body, List<Splice> splices, byte[] lineEnd, LineLengthOutput out)
      throws IOException {
    byte[] bytes = body.bytes();
    int at = body.from();
    for (int i = 0; i < splices.size(); i++) {
      Splice splice = splices.get(i);
      out.write(bytes, at, body.from() + splice.start());
      if (splice.lineMayBreak()
          && out.column() > 0
          && out.column() + untilNextBreak(body, splices, i) > MAX_LINE_LENGTH) {
        out.write(lineEnd);
      }
      out.write(splice.text());
      at = body.from() + splice.end();
    }
    out.write(bytes, at, body.to());
  }

  /** Bytes from splice {@code i} to the next good place where the line ends or may be broken. */
  private static int untilNextBreak(ByteRange content, List<Splice> splices, int i) {
    int length = 0;
    for (int next = i; next < splices.size(); next++) {
      length += splices.get(next).text().length;
      int from = content.from() + splices.get(next).end();
      int to =
          next + 1 < splices.size() ? content.from() + splices.get(next + 1).start() : content.to();
      int line = Ascii.indexOf(content.bytes(), from, to, '\n');
      length += line - from;
      if (line < to) {
        return line > from && content.bytes()[line - 1] == '\r' ? length - 1 : length;
      }
      if (next + 1 < splices.size()
          && splices.get(next + 1).lineMayBreak()
          && !splices.get(next + 1).lastResort()) {
        return length;
      }
    }
    return length;
  }
}
