package io.github.pmtatracking.wrapper.mime;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import io.github.pmtatracking.wrapper.bytes.LineLengthOutput;
import java.io.IOException;
import java.util.List;

/**
 * Quoted-printable (RFC 2045, 6.7). Each byte is encoded on its own, so only the edits are encoded.
 * The text around them stays, with soft line breaks where a line would become longer than 76
 * characters. An equals sign without two hex digits stands for itself, as in mail clients.
 */
final class QuotedPrintableEncoding implements TransferEncoding {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  @Override
  public int maxTextLength() {
    return Integer.MAX_VALUE;
  }

  @Override
  public long decodedLength(ByteRange body) {
    return body.length();
  }

  @Override
  public ByteRange decode(ByteRange body) {
    byte[] source = body.bytes();
    byte[] content = new byte[body.length()];
    int length = 0;
    int at = body.from();
    while (at < body.to()) {
      byte b = source[at];
      if (b != '=') {
        content[length++] = b;
        at++;
      } else {
        int next = softBreak(source, at, body.to());
        if (next > at) {
          at = next;
        } else if (isEscape(source, at, body.to())) {
          content[length++] = escaped(source, at);
          at += 3;
        } else {
          content[length++] = b;
          at++;
        }
      }
    }
    return new ByteRange(content, 0, length);
  }

  @Override
  public void write(ByteRange body, List<Splice> splices, byte[] lineEnd, LineLengthOutput out)
      throws IOException {
    new Writer(body, lineEnd, out).write(splices);
  }

  private static boolean isEscape(byte[] source, int at, int to) {
    return at + 2 < to
        && Ascii.hexDigit(source[at + 1]) >= 0
        && Ascii.hexDigit(source[at + 2]) >= 0;
  }

  private static byte escaped(byte[] source, int at) {
    return (byte) (Ascii.hexDigit(source[at + 1]) << 4 | Ascii.hexDigit(source[at + 2]));
  }

  /** The place behind the soft line break that starts here; {@code at} if none starts here. */
  private static int softBreak(byte[] source, int at, int to) {
    int end = at + 1;
    while (end < to && (Ascii.isBlank(source[end]) || source[end] == '\r')) {
      end++;
    }
    // A "=" at the end is a soft break: the line ending of the boundary follows.
    return end == to ? to : source[end] == '\n' ? end + 1 : at;
  }

  /** Copies the body, counts the bytes of content, and inserts the splices at their offsets. */
  private static final class Writer {
    private final byte[] source;
    private final int to;
    private final byte[] lineEnd;
    private final LineLengthOutput out;
    private int at;
    private int offset;

    Writer(ByteRange body, byte[] lineEnd, LineLengthOutput out) {
      this.source = body.bytes();
      this.at = body.from();
      this.to = body.to();
      this.lineEnd = lineEnd;
      this.out = out;
    }

    void write(List<Splice> splices) throws IOException {
      boolean edited = false;
      for (Splice splice : splices) {
        if (splice.lineMayBreak()) {
          continue;
        }
        int from = at;
        seek(splice.start());
        skipSoftBreaks();
        copy(from, edited);
        seek(splice.end());
        for (byte b : splice.text()) {
          encode(b);
        }
        edited = true;
      }
      int from = at;
      at = to;
      copy(from, edited);
    }

    /** Moves to an offset in the content, but not over the soft breaks there. */
    private void seek(int wanted) {
      while (offset < wanted) {
        int next = softBreakHere();
        if (next > at) {
          at = next;
        } else {
          at += source[at] == '=' && isEscape(source, at, to) ? 3 : 1;
          offset++;
        }
      }
    }

    /** Skips soft breaks, as the next text starts a new line; a "=" at the very end stays. */
    private void skipSoftBreaks() {
      for (int next = softBreakHere(); next > at && next < to; next = softBreakHere()) {
        at = next;
      }
    }

    private int softBreakHere() {
      return at < to && source[at] == '=' ? softBreak(source, at, to) : at;
    }

    /** Copies up to here. The rest of a line behind an edit may need a line of its own. */
    private void copy(int start, boolean edited) throws IOException {
      int from = start;
      if (edited && from < at) {
        int lineEnds = lineEnds(from);
        int length = lineEnds - from;
        if (out.column() > 0 && length > 0 && out.column() + length > MAX_ENCODED_LINE_LENGTH) {
          breakLine();
          from = copyDashes(from, lineEnds);
        }
      }
      out.write(source, from, at);
    }

    /** The end of the text that must fit into the line, with the "=" that a later edit needs. */
    private int lineEnds(int from) {
      int line = Ascii.indexOf(source, from, at, '\n');
      if (line == at && at < to) {
        return line + 1;
      }
      return line > from && source[line - 1] == '\r' ? line - 1 : line;
    }

    /** Escapes dashes, so that the new line does not look like a boundary. */
    private int copyDashes(int start, int lineEnds) throws IOException {
      int from = start;
      while (from < at && source[from] == '-') {
        escape('-');
        from++;
        if (out.column() + lineEnds - from > MAX_ENCODED_LINE_LENGTH) {
          breakLine();
        }
      }
      return from;
    }

    private void encode(byte b) throws IOException {
      // No text ends in a space, so no line does.
      boolean literal = b >= ' ' && b < 0x7f && b != '=';
      if (out.column() + (literal ? 1 : 3) + 1 > MAX_ENCODED_LINE_LENGTH) {
        breakLine();
      }
      if (literal && !(out.column() == 0 && (b == '.' || b == '-'))) {
        out.write(b);
      } else {
        escape(b);
      }
    }

    private void escape(int b) throws IOException {
      out.write('=');
      out.write(HEX[b >> 4 & 15]);
      out.write(HEX[b & 15]);
    }

    private void breakLine() throws IOException {
      byte[] soft = new byte[lineEnd.length + 1];
      soft[0] = '=';
      System.arraycopy(lineEnd, 0, soft, 1, lineEnd.length);
      if (out.column() == MAX_ENCODED_LINE_LENGTH) {
        out.writeBefore(out.last(2) == '=' ? 3 : 1, soft);
      } else {
        out.write(soft);
      }
    }
  }
}
