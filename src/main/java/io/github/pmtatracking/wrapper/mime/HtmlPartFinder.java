package io.github.pmtatracking.wrapper.mime;

import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the parts of a message and finds its HTML (RFC 2045, 2046). It does not enter parts
 * that are signed, encrypted, attached, damaged or files, nor messages within the message. One use,
 * one thread.
 */
public final class HtmlPartFinder {
  /** Levels of parts within parts. No real mail has more; the limit protects the stack. */
  private static final int MAX_DEPTH = 32;

  private static final Set<String> NEVER_ENTERED =
      Set.of("signed", "encrypted", "report", "digest");

  /** Subtypes of a multipart whose parts are not shown one after the other (RFC 2046, 2387). */
  private static final Set<String> ONE_BODY = Set.of("alternative", "related");

  /**
   * A part that holds HTML, still in its transfer encoding.
   *
   * @param first whether it is the first HTML of the message, or an alternative to it; clients show
   *     the HTML behind it as attachments
   */
  public record HtmlPart(
      ByteRange body,
      TransferEncoding encoding,
      @Nullable String charset,
      boolean amp,
      boolean first) {
    public int length() {
      return body.length();
    }
  }

  private final byte[] message;
  private final boolean amp;
  private final int maxParts;
  private final List<HtmlPart> parts = new ArrayList<>();
  private int count;
  private boolean htmlBefore;
  private @Nullable NotEnteredReason notEntered;

  /**
   * @param amp whether {@code text/x-amp-html} counts as HTML
   * @param maxParts parts of the message, those within parts included
   */
  public HtmlPartFinder(byte[] message, boolean amp, int maxParts) {
    this.message = message;
    this.amp = amp;
    this.maxParts = maxParts;
  }

  /**
   * The HTML parts of the message, in order.
   *
   * @throws MimeLimitException if it has more parts than allowed, or a part has more header fields
   */
  public List<HtmlPart> htmlParts(HeaderBlock header) throws MimeLimitException {
    entity(header, message.length, 0, false);
    return parts;
  }

  /** Why the last part that was left out was not entered; null if none was left out. */
  public @Nullable NotEnteredReason notEntered() {
    return notEntered;
  }

  /**
   * Looks at the message or one of its parts.
   *
   * @param mayBeFile whether a name makes the part a file
   */
  private void entity(HeaderBlock header, int to, int depth, boolean mayBeFile)
      throws MimeLimitException {
    if (header.tooMuch()) {
      throw new MimeLimitException("more header fields than the wrapper reads");
    }
    List<HeaderBlock.Field> types = header.all("content-type");
    List<HeaderBlock.Field> encodings = header.all("content-transfer-encoding");
    if (!header.wellFormed() || types.size() > 1 || encodings.size() > 1 || depth > MAX_DEPTH) {
      notEntered = NotEnteredReason.MALFORMED_MIME;
    } else if (!types.isEmpty()) {
      ContentType type = ContentType.parse(header.value(types.get(0)));
      String encoding = encodings.isEmpty() ? null : header.value(encodings.get(0));
      ByteRange body = new ByteRange(message, header.bodyStart(), to);
      if (type == null) {
        notEntered = NotEnteredReason.MALFORMED_MIME;
      } else if (type.type().equals("multipart")) {
        if (depth == 0 || !isAttachment(header)) {
          multipart(type, body, depth);
        }
      } else if (!isAttachment(header)) {
        if (mayBeFile && type.isHtml() && hasName(type, header)) {
          notEntered = NotEnteredReason.FILE;
        } else {
          leaf(type, encoding, body);
        }
      }
    }
  }

  /**
   * Enters a multipart. Its transfer encoding is ignored where its boundaries stand in clear: RFC
   * 2045 (6.4) forbids one, much mail has one, and clients ignore it.
   */
  private void multipart(ContentType type, ByteRange body, int depth) throws MimeLimitException {
    String boundary = type.parameter("boundary");
    if (NEVER_ENTERED.contains(type.subtype())) {
      notEntered = NotEnteredReason.PROTECTED_CONTENT;
    } else if (boundary == null || boundary.isBlank()) {
      notEntered = NotEnteredReason.MALFORMED_MIME;
    } else {
      List<ByteRange> ranges = MultipartBody.of(boundary).parts(body, maxParts - count);
      count += ranges.size();
      if (ranges.isEmpty()) {
        notEntered = NotEnteredReason.MALFORMED_MIME;
      }
      boolean before = htmlBefore;
      boolean any = before;
      for (int i = 0; i < ranges.size(); i++) {
        ByteRange range = ranges.get(i);
        if (range.length() > 0) {
          HeaderBlock header = HeaderBlock.read(message, range.from(), range.to());
          entity(header, range.to(), depth + 1, i > 0 && !ONE_BODY.contains(type.subtype()));
          any |= htmlBefore;
          if (type.subtype().equals("alternative")) {
            htmlBefore = before;
          }
        }
      }
      htmlBefore = any;
    }
  }

  private void leaf(ContentType type, @Nullable String encoding, ByteRange body) {
    boolean ampHtml = type.is("text", "x-amp-html");
    if (type.is("text", "html") || ampHtml && amp) {
      TransferEncoding known = TransferEncoding.of(encoding);
      if (known == null) {
        notEntered = NotEnteredReason.UNKNOWN_ENCODING;
      } else {
        parts.add(new HtmlPart(body, known, type.charset(), ampHtml, !htmlBefore));
        htmlBefore = true;
      }
    } else if (type.type().equals("application") && type.subtype().endsWith("pkcs7-mime")) {
      notEntered = NotEnteredReason.PROTECTED_CONTENT;
    }
  }

  /** RFC 2183, 2.3; the name in Content-Type is older and as common. */
  private static boolean hasName(ContentType type, HeaderBlock header) {
    if (type.hasValue("name")) {
      return true;
    }
    for (HeaderBlock.Field field : header.all("content-disposition")) {
      String value = header.value(field);
      ContentType disposition = ContentType.parse(value);
      // a name with blanks or brackets that is not quoted is a name all the same
      if (disposition == null
          ? value.toLowerCase(Locale.ROOT).contains("filename")
          : disposition.hasValue("filename")) {
        return true;
      }
    }
    return false;
  }

  /** Every disposition but inline is an attachment (RFC 2183, 2.8). */
  private static boolean isAttachment(HeaderBlock header) {
    for (HeaderBlock.Field field : header.all("content-disposition")) {
      String value = header.value(field);
      if (!value.isEmpty() && !value.regionMatches(true, 0, "inline", 0, 6)) {
        return true;
      }
    }
    return false;
  }
}
