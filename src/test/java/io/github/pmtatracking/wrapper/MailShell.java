package io.github.pmtatracking.wrapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.james.mime4j.codec.QuotedPrintableOutputStream;

/** A multipart/alternative mail around HTML, encoded by other code than the code under test. */
public enum MailShell {
  BIT7("7bit"),
  BIT8("8bit"),
  QUOTED_PRINTABLE("quoted-printable"),
  BASE64("base64"),
  BASE64_IN_SHORT_LINES("base64"),
  BASE64_IN_ONE_LINE("base64");

  private final String encoding;

  MailShell(String encoding) {
    this.encoding = encoding;
  }

  String before(String charset) {
    return String.join(
        "\r\n",
        "From: =?utf-8?q?Caf=C3=A9?= <news@example.com>",
        "Subject: folded",
        "\tonce",
        "MIME-Version: 1.0",
        "Content-Type: multipart/alternative;",
        " boundary=\"=_outer (x)\"",
        "List-Unsubscribe: <https://example.com/leave>",
        "",
        "preamble <a href=\"http://example.com/preamble\">",
        "--=_outer (x) \t",
        "Content-Type: text/plain",
        "",
        "http://example.com/plain <a href=\"http://example.com/plain\">",
        "--=_outer (x)",
        "content-type: TEXT/HTML; charset=" + charset,
        "Content-Transfer-Encoding: " + encoding,
        "",
        "");
  }

  static String after() {
    return String.join(
        "\r\n", "", "--=_outer (x)--  ", "epilogue <a href=\"http://example.com/epilogue\">", "");
  }

  public byte[] encoded(byte[] html) {
    return switch (this) {
      case BIT7, BIT8 -> html;
      case BASE64 -> Base64.getMimeEncoder().encode(html);
      case BASE64_IN_SHORT_LINES -> Base64.getMimeEncoder(60, new byte[] {'\r', '\n'}).encode(html);
      case BASE64_IN_ONE_LINE -> Base64.getEncoder().encode(html);
      case QUOTED_PRINTABLE -> quotedPrintable(html);
    };
  }

  /** The whole mail; HTML must have CRLF line ends. */
  public byte[] mail(byte[] html, String charset) {
    byte[] before = before(charset).getBytes(StandardCharsets.ISO_8859_1);
    byte[] body = encoded(html);
    byte[] after = after().getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    mail.writeBytes(before);
    mail.writeBytes(body);
    mail.writeBytes(after);
    return mail.toByteArray();
  }

  private static byte[] quotedPrintable(byte[] html) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (OutputStream encoder = new QuotedPrintableOutputStream(encoded, false)) {
      encoder.write(html);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return encoded.toByteArray();
  }
}
