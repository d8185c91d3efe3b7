package io.github.pmtatracking.wrapper.mime;

import io.github.pmtatracking.wrapper.bytes.ByteRange;
import io.github.pmtatracking.wrapper.bytes.LineLengthOutput;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A transfer encoding (RFC 2045, 6): decodes a body, and writes it again with edits so that as few
 * bytes as possible change. Implementations are stateless.
 */
public interface TransferEncoding {
  /** Longest line that SMTP carries, without its line end (RFC 5321, 4.5.3.1.6). */
  int MAX_LINE_LENGTH = 998;

  /** Longest line of quoted-printable and base64, without its line end (RFC 2045, 6.7 and 6.8). */
  int MAX_ENCODED_LINE_LENGTH = 76;

  /**
   * The content of a body.
   *
   * @throws MalformedBodyException if mail clients would not agree about it
   */
  ByteRange decode(ByteRange body) throws MalformedBodyException;

  /** Memory that {@link #decode} takes at most, in bytes. */
  long decodedLength(ByteRange body);

  /**
   * Writes a body with edits; writes the same bytes each time.
   *
   * @param body as it came, one that {@link #decode} took
   * @param splices at least one, in order; offsets count from the start of the content
   * @param lineEnd of lines that have to be broken
   */
  void write(ByteRange body, List<Splice> splices, byte[] lineEnd, LineLengthOutput out)
      throws IOException;

  /** The longest text without a place to break that a splice may bring, in bytes. */
  int maxTextLength();

  /** Whether the content stands in the message as it is: 7bit, 8bit or binary. */
  default boolean isIdentity() {
    return false;
  }

  /** The encoding that a header field's value names, 7bit if null or empty; null if unknown. */
  static @Nullable TransferEncoding of(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return new IdentityEncoding();
    }
    ContentType name = ContentType.parse(value);
    boolean bare =
        value.indexOf(';') < 0; // it has no parameters, and not all mail clients ignore them
    switch (name == null ? value.toLowerCase(Locale.ROOT) : name.type()) {
      case "7bit":
      case "8bit":
      case "binary":
        return new IdentityEncoding();
      case "quoted-printable":
        return bare ? new QuotedPrintableEncoding() : null;
      case "base64":
        return bare ? new Base64Encoding() : null;
      default:
        return null;
    }
  }
}
