package io.github.pmtatracking.wrapper;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Base64 (RFC 2045, 6.8). Three octets of content are four characters, so all up to the first edit
 * stays as it came; from there on it is encoded again, in lines as long as the body's first one.
 */
final class Base64Encoding implements TransferEncoding {

  @Override
  public int longestText() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Slice decode(Slice body) throws MalformedBodyException {
    byte[] characters = new byte[body.length()];
    int length = 0;
    int padding = 0;
    for (int i = body.from(); i < body.to(); i++) {
      byte octet = body.octets()[i];
      if (octet == '=') {
        padding++;
      } else if (!Octets.isSpace(octet)) {
        if (padding > 0) {
          throw new MalformedBodyException("base64 goes on behind its padding");
        }
        characters[length++] = octet;
      }
    }
    if (length % 4 == 1 || padding > 2 || padding > 0 && (length + padding) % 4 != 0) {
      throw new MalformedBodyException("base64 ends in the middle of a group");
    }
    try {
      byte[] content = Base64.getDecoder().decode(Arrays.copyOf(characters, length));
      return new Slice(content, 0, content.length);
    } catch (IllegalArgumentException illegal) {
      throw new MalformedBodyException("not base64: " + illegal.getMessage());
    }
  }

  @Override
  public void write(
      Slice body, Slice content, List<Splice> splices, byte[] lineEnd, OctetBuffer out) {
    int group = splices.get(0).start() / 3;
    int resume = sourceOf(body, group * 4);
    out.write(body.octets(), body.from(), resume);

    int lineLength = lineLength(body);
    byte[] text = Base64.getEncoder().encode(edited(content, group * 3, splices));
    int at = 0;
    while (at < text.length) {
      if (out.column() >= lineLength) {
        out.write(lineEnd);
      }
      int next = Math.min(text.length, at + lineLength - out.column());
      out.write(text, at, next);
      at = next;
    }
    out.write(body.octets(), Math.max(resume, endOfText(body)), body.to());
  }

  private static byte[] edited(Slice content, int from, List<Splice> splices) {
    OctetBuffer text = new OctetBuffer(content.length() - from + splices.size() * 256);
    int at = content.from() + from;
    for (Splice splice : splices) {
      text.write(content.octets(), at, content.from() + splice.start());
      text.write(splice.text());
      at = content.from() + splice.end();
    }
    text.write(content.octets(), at, content.to());
    return text.toArray();
  }

  /** Where the character with this number, white space not counted, stands in the body. */
  private static int sourceOf(Slice body, int character) {
    int at = body.from();
    int end = endOfText(body);
    for (int count = 0; at < end; at++) {
      if (!Octets.isSpace(body.octets()[at]) && count++ == character) {
        break;
      }
    }
    return at;
  }

  private static int endOfText(Slice body) {
    int end = body.to();
    while (end > body.from() && Octets.isSpace(body.octets()[end - 1])) {
      end--;
    }
    return end;
  }

  private static int lineLength(Slice body) {
    int start = body.from();
    while (start < body.to() && Octets.isSpace(body.octets()[start])) {
      start++;
    }
    String line =
        new String(
                body.octets(),
                start,
                Octets.indexOf(body.octets(), start, body.to(), '\n') - start,
                StandardCharsets.ISO_8859_1)
            .strip();
    boolean usable = line.length() % 4 == 0 && line.length() <= LONGEST_ENCODED_LINE;
    return usable && line.length() >= 16 && endOfText(body) > start + line.length()
        ? line.length()
        : LONGEST_ENCODED_LINE;
  }
}
