package io.github.pmtatracking.wrapper.mime;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import io.github.pmtatracking.wrapper.bytes.LineLengthOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Base64 (RFC 2045, 6.8). Three bytes of content are four characters. So all characters before the
 * first edit stay; the rest is encoded again, in lines as long as the body's first one.
 */
final class Base64Encoding implements TransferEncoding {
  private static final byte NONE = -1;
  private static final byte[] VALUES = values();

  private static byte[] values() {
    byte[] values = new byte[256];
    Arrays.fill(values, NONE);
    byte[] alphabet =
        Ascii.ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    for (int i = 0; i < alphabet.length; i++) {
      values[alphabet[i]] = (byte) i;
    }
    return values;
  }

  @Override
  public int maxTextLength() {
    return Integer.MAX_VALUE;
  }

  @Override
  public long decodedLength(ByteRange body) {
    return body.length() / 4 * 3L + 3;
  }

  @Override
  public ByteRange decode(ByteRange body) throws MalformedBodyException {
    byte[] content = new byte[(int) (requireWellFormed(body) * 3L / 4)];
    new Reader(body, 0).read(content, content.length);
    return new ByteRange(content, 0, content.length);
  }

  /** The number of characters, without white space and padding. */
  private static int requireWellFormed(ByteRange body) throws MalformedBodyException {
    byte[] bytes = body.bytes();
    int length = 0;
    int padding = 0;
    boolean alien = false;
    for (int i = body.from(); i < body.to(); i++) {
      byte b = bytes[i];
      if (VALUES[b & 255] >= 0) {
        if (padding > 0) {
          throw new MalformedBodyException("base64 goes on behind its padding");
        }
        length++;
      } else if (b == '=') {
        padding++;
      } else if (!Ascii.isSpace(b)) {
        alien = true;
      }
    }
    if (alien) {
      throw new MalformedBodyException("not base64: it has other characters in it");
    }
    if (length % 4 == 1 || padding > 2 || padding > 0 && (length + padding) % 4 != 0) {
      throw new MalformedBodyException("base64 ends in the middle of a group");
    }
    return length;
  }

  @Override
  public void write(ByteRange body, List<Splice> splices, byte[] lineEnd, LineLengthOutput out)
      throws IOException {
    int group = splices.get(0).start() / 3;
    int resume = sourceOf(body, group * 4);
    out.write(body.bytes(), body.from(), resume);

    Lines lines = new Lines(lineLength(body), lineEnd, out);
    Reader content = new Reader(body, resume - body.from());
    int at = group * 3;
    for (Splice splice : splices) {
      content.copy(splice.start() - at, lines);
      lines.write(splice.text(), splice.text().length);
      content.copy(splice.start() - splice.end(), lines);
      at = splice.end();
    }
    content.copy(Integer.MAX_VALUE, lines);
    lines.end();
    out.write(body.bytes(), Math.max(resume, endOfText(body)), body.to());
  }

  /** The place in the body of the character with this number; white space does not count. */
  private static int sourceOf(ByteRange body, int character) {
    int at = body.from();
    int end = endOfText(body);
    for (int count = 0; at < end; at++) {
      if (!Ascii.isSpace(body.bytes()[at]) && count++ == character) {
        break;
      }
    }
    return at;
  }

  private static int endOfText(ByteRange body) {
    int end = body.to();
    while (end > body.from() && Ascii.isSpace(body.bytes()[end - 1])) {
      end--;
    }
    return end;
  }

  private static int lineLength(ByteRange body) {
    int start = body.from();
    while (start < body.to() && Ascii.isSpace(body.bytes()[start])) {
      start++;
    }
    int end = Ascii.indexOf(body.bytes(), start, body.to(), '\n');
    while (end > start && Ascii.isSpace(body.bytes()[end - 1])) {
      end--;
    }
    int length = end - start;
    boolean usable = length % 4 == 0 && length <= MAX_ENCODED_LINE_LENGTH;
    return usable && length >= 16 && endOfText(body) > end ? length : MAX_ENCODED_LINE_LENGTH;
  }

  /** Decodes a well-formed body piece by piece. */
  private static final class Reader {
    private final byte[] source;
    private final int to;
    private final byte[] piece = new byte[3_072];
    private int at;
    private int bits;
    private int bitCount;

    /**
     * @param skipped bytes of the body to skip, whole groups
     */
    Reader(ByteRange body, int skipped) {
      source = body.bytes();
      at = body.from() + skipped;
      to = body.to();
    }

    /** Reads this number of bytes of content, or all that are left. */
    int read(byte[] target, int wanted) {
      int length = 0;
      while (length < wanted && at < to) {
        int value = VALUES[source[at++] & 255];
        if (value >= 0) {
          bits = bits << 6 | value;
          bitCount += 6;
          if (bitCount >= 8) {
            bitCount -= 8;
            target[length++] = (byte) (bits >> bitCount);
          }
        }
      }
      return length;
    }

    /** Copies this number of bytes, or skips them if it is negative. */
    void copy(int count, Lines lines) throws IOException {
      int left = Math.abs(count);
      while (left > 0) {
        int length = read(piece, Math.min(left, piece.length));
        if (length == 0) {
          return;
        }
        if (count > 0) {
          lines.write(piece, length);
        }
        left -= length;
      }
    }
  }

  /** Encodes content in lines. */
  private static final class Lines {
    private final int lineLength;
    private final byte[] lineEnd;
    private final LineLengthOutput out;
    private final byte[] pending = new byte[3_072];
    private final byte[] text = new byte[4_096];
    private int length;

    Lines(int lineLength, byte[] lineEnd, LineLengthOutput out) {
      this.lineLength = lineLength;
      this.lineEnd = lineEnd;
      this.out = out;
    }

    void write(byte[] bytes, int count) throws IOException {
      int from = 0;
      while (from < count) {
        int taken = Math.min(count - from, pending.length - length);
        System.arraycopy(bytes, from, pending, length, taken);
        length += taken;
        from += taken;
        if (length == pending.length) {
          end();
        }
      }
    }

    /** Writes the pending bytes, with padding if they are no whole group. */
    void end() throws IOException {
      byte[] bytes = length == pending.length ? pending : Arrays.copyOf(pending, length);
      int encoded = Base64.getEncoder().encode(bytes, text);
      length = 0;
      int at = 0;
      while (at < encoded) {
        if (out.column() >= lineLength) {
          out.write(lineEnd);
        }
        int next = (int) Math.min(encoded, at + lineLength - out.column());
        out.write(text, at, next);
        at = next;
      }
    }
  }
}
