package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a client sends: it survives, and without the tracking it is what was sent. */
class AnyMessageTest {
  private static final String[] FRAGMENTS = {
    "\r\n",
    "\r\n",
    "\r\n\r\n",
    "\n",
    " ",
    "--b",
    "--b\r\n",
    "\r\n--b\r\n",
    "\r\n--b--\r\n",
    "--b--",
    "Content-Type: text/html\r\n\r\n",
    "Content-Type: text/html; charset=iso-2022-jp\r\n\r\n",
    "Content-Type: text/html; charset=\"\r\n",
    "Content-Type: multipart/mixed; boundary=c\r\n\r\n",
    "--c\r\n",
    "\r\n--c--",
    "Subject: x\r\n",
    "X-Sp-Message-Id: a\r\n",
    "Content-Disposition: attachment\r\n",
    "<a href=\"http://e.com/\">",
    "<a href='http://e.com'>",
    "<a href=http://e.com>",
    "<a href=\"http://e.com\"",
    "<area href=\"https://e.com\"",
    "<base href=\"http://b.com/\">",
    "<a href=\"/x\">",
    "<a href=\"mailto:x\">",
    "<!--[if mso]>",
    "<![endif]-->",
    "<!--",
    "-->",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<textarea>",
    "</textarea>",
    "<body>",
    "</body>",
    "<html>",
    "</html>",
    "<title>",
    "</title>",
    "<head>",
    "</head>",
    "<",
    ">",
    "\"",
    "'",
    "=",
    "/",
    "&amp;",
    "\u001b$B",
    "\u001b(B",
    "\u00e4",
    "\0",
    "text"
  };

  @Provide
  Arbitrary<String> mails() {
    return Arbitraries.of(FRAGMENTS)
        .list()
        .ofMaxSize(40)
        .map(fragments -> String.join("", fragments));
  }

  @Provide
  Arbitrary<String> multipartMails() {
    return mails()
        .map(
            mail ->
                "Content-Type: multipart/mixed; boundary=b\r\nSubject: x\r\n\r\n--b\r\n"
                    + "Content-Type: text/html\r\n\r\n"
                    + mail);
  }

  @Property(tries = 1000)
  void anyBytesSurvive(@ForAll byte[] message) {
    survives(message);
  }

  @Property(tries = 1000)
  void anyPiecesOfMailsSurvive(@ForAll("mails") String mail) {
    survives(Mail.bytes(mail));
  }

  @Property(tries = 2000)
  void anyHtmlAndBoundariesSurvive(@ForAll("multipartMails") String mail) {
    survives(Mail.bytes(mail));
  }

  @Property(tries = 1000)
  void anyEncodedBodySurvives(@ForAll("mails") String mail, @ForAll("encodings") String encoding) {
    TrackedCopy copy =
        Mail.rewrite(
            Mail.EVERYTHING,
            Mail.bytes(
                "Content-Type: text/html\r\nContent-Transfer-Encoding: "
                    + encoding
                    + "\r\n\r\n"
                    + mail));

    assertNull(copy.outcome().fault());
    assertTrue(copy.outcome().skipped() == null || Mail.text(copy.message()).endsWith(mail));
  }

  @Provide
  Arbitrary<String> encodings() {
    return Arbitraries.of("quoted-printable", "base64", "8bit", "x");
  }

  private static void survives(byte[] message) {
    TrackedCopy untouched = Mail.rewrite(RewritePolicy.tracking(false, false, false), message);
    assertArrayEquals(message, untouched.message());

    TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, message);
    assertNull(copy.outcome().fault());
    assertEquals(List.of(Mail.RECIPIENT), copy.recipients());
    assertTrue(copy.message().length >= message.length);
    int edits = copy.outcome().links() + copy.outcome().pixels();
    // the id's line of 39 bytes, and the end of a last line that was left open
    assertTrue(copy.message().length <= message.length + 39 + 2 + edits * 1000);
    Unwrapping.of(Mail.text(message), withoutOurId(copy, Mail.text(message)));
  }

  private static String withoutOurId(TrackedCopy copy, String original) {
    String text = Mail.text(copy.message());
    if (!copy.messageId().matches("0000[0-9a-f]{16}")) {
      return text;
    }
    int at = text.indexOf("X-Sp-Message-Id: " + copy.messageId());
    int behind = text.indexOf('\n', at) + 1;
    boolean lineWasOpen = behind == text.length() && !original.endsWith("\n");
    return lineWasOpen
        ? text.substring(0, original.length())
        : text.substring(0, at) + text.substring(behind);
  }
}
