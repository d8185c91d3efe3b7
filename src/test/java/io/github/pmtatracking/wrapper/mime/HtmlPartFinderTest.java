package io.github.pmtatracking.wrapper.mime;

import static io.github.pmtatracking.wrapper.Mail.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.wrapper.Mail;
import io.github.pmtatracking.wrapper.RewriteOutcome;
import io.github.pmtatracking.wrapper.TrackedCopy;
import io.github.pmtatracking.wrapper.UntrackedReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlPartFinderTest {
  private static final String LINK = "<a href=\"http://e.com/\">x</a>";

  /** What was done to a mail that has an id, after checking that it is otherwise as it came. */
  private static RewriteOutcome outcome(byte[] mail) {
    TrackedCopy copy = Mail.rewrite(Mail.CLICKS, mail);
    assertEquals(
        Mail.text(mail),
        Mail.inWords(Mail.text(copy.message())).replace("[c http://e.com/]", "http://e.com/"));
    return copy.outcome();
  }

  private static byte[] part(String... header) {
    return lines(
        "X-Sp-Message-Id: 1",
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        String.join("\r\n", header),
        "",
        LINK,
        "--b--");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/html",
        "content-TYPE:text/HTML;",
        "Content-Type: text/html (a comment; boundary=\"x\") ; charset = \"utf-8\" ; ; x=y",
        "Content-Type: text/html;\r\n\tcharset=utf-8",
        "Content-Type : text/html",
        "Content-Type: text/html\r\nContent-Disposition: inline; filename=x.html",
        "Content-Type: text/html\r\nContent-Transfer-Encoding: 7BIT (really)",
        "Content-Type: text/html\r\nContent-Transfer-Encoding:",
        "Content-Type: text/html; charset*=us-ascii'en'utf-8",
        "Content-Type: text/html; charset*0=ut; charset*1*=f%2D8",
        "Subject: x\r\nContent-Type: text/html; charset=\"iso-8859-8-i\"",
        "Content-Type: text/html; charset=UTF-8; charset=utf-8",
        "Content-Type: text/html; charset=",
        "Content-Type: text/html; charset=; format=flowed",
        "Content-Type: text/html; charset=\"\"",
        "Content-Type: text/html; charset='utf-8'",
        "Content-Type: text/html; name=letter.html"
      })
  void everyWayToWriteTheHeaderOfHtmlIsFound(String header) {
    assertEquals(RewriteOutcome.tracked(1, 0), outcome(part(header)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Content-Type: text/plain                                            | NO_HTML
          Subject: x                                                          | NO_HTML
          Content-Type: message/rfc822                                        | NO_HTML
          Content-Type: message/partial                                       | NO_HTML
          Content-Type: text/x-amp-html                                       | NO_HTML
          Content-Type: application/xhtml+xml                                 | NO_HTML
          Content-Type: text/html~Content-Disposition: attachment             | NO_HTML
          Content-Type: text/html~content-disposition: ATTACHMENT; x=y        | NO_HTML
          Content-Type: text/html~Content-Disposition: strange                | NO_HTML
          Content-Type: multipart/signed; boundary=c                          | PROTECTED_CONTENT
          Content-Type: multipart/encrypted; boundary=c                       | PROTECTED_CONTENT
          Content-Type: multipart/report; boundary=c                          | PROTECTED_CONTENT
          Content-Type: application/pkcs7-mime                                | PROTECTED_CONTENT
          Content-Type: application/x-pkcs7-mime                              | PROTECTED_CONTENT
          Content-Type: text/html; charset=utf-7                              | UNKNOWN_CHARSET
          Content-Type: text/html; charset=ibm037                             | UNKNOWN_CHARSET
          Content-Type: text/html; charset=hz-gb-2312                         | UNKNOWN_CHARSET
          Content-Type: text/html; charset="no charset"                       | UNKNOWN_CHARSET
          Content-Type: text/html~Content-Transfer-Encoding: x-uuencode       | UNKNOWN_ENCODING
          Content-Type: text/html~Content-Transfer-Encoding: quoted-printable; | UNKNOWN_ENCODING
          Content-Type: text/html~Content-Transfer-Encoding: base64; x=y      | UNKNOWN_ENCODING
          Content-Type: text/html (never closed; charset=utf-8                | MALFORMED_MIME
          Content-Type: text/html~Content-Transfer-Encoding: base64           | MALFORMED_MIME
          Content-Type: text/html; charset=utf-8; charset=utf-16              | MALFORMED_MIME
          Content-Type: text/html; charset="utf-8                             | MALFORMED_MIME
          Content-Type: text/html~Content-Type: text/plain                    | MALFORMED_MIME
          Content-Type: text/html~Content-Transfer-Encoding: 7bit~Content-Transfer-Encoding: base64 | MALFORMED_MIME
          Content-Type: text/html~no field                                    | MALFORMED_MIME
          Content-Type: multipart/mixed                                       | MALFORMED_MIME
          Content-Type: multipart/mixed; boundary=""                          | MALFORMED_MIME
          Content-Type: multipart/mixed; boundary=never-seen                  | MALFORMED_MIME
          Content-Type: multipart/mixed; boundary=c~Content-Transfer-Encoding: base64 | MALFORMED_MIME
          Content-Type: multipart/mixed; boundary=b                           | MALFORMED_MIME
          """)
  void otherPartsStayAndTheReasonIsGiven(String header, UntrackedReason reason) {
    assertEquals(RewriteOutcome.skipped(reason), outcome(part(header.replace("~", "\r\n"))));
  }

  @Test
  void partsWithinPartsAreFound() {
    assertEquals(
        RewriteOutcome.tracked(3, 0),
        outcome(
            lines(
                "X-Sp-Message-Id: 1",
                "Content-Type: multipart/mixed; boundary=outer",
                "",
                "--outer",
                "Content-Type: multipart/related; boundary=\"outer-inner\"",
                "",
                "--outer-inner ",
                "Content-Type: text/html",
                "",
                LINK,
                "--outer-inner-not",
                LINK,
                "--outer-inner--",
                "epilogue " + LINK,
                "--outer",
                "Content-Type: text/html",
                "",
                LINK,
                "--outer--",
                "epilogue " + LINK)));
  }

  @Test
  void aMissingClosingBoundaryEndsThePartWithWhatIsAroundIt() {
    assertEquals(
        RewriteOutcome.tracked(2, 0),
        outcome(
            lines(
                "X-Sp-Message-Id: 1",
                "Content-Type: multipart/mixed; boundary=outer",
                "",
                "--outer",
                "Content-Type: multipart/related; boundary=inner",
                "",
                "--inner",
                "Content-Type: text/html",
                "",
                LINK,
                "--outer",
                "Content-Type: text/html",
                "",
                LINK)));
  }

  @Test
  void emptyPartsAreSkipped() {
    assertEquals(
        RewriteOutcome.skipped(UntrackedReason.NO_HTML),
        outcome(
            lines(
                "X-Sp-Message-Id: 1",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "--b",
                "",
                "--b",
                "",
                "",
                "--b--")));
  }

  @Test
  void partsNestedTooDeepAreNotEntered() {
    StringBuilder mail = new StringBuilder("X-Sp-Message-Id: 1\r\n");
    for (int i = 0; i < 100; i++) {
      mail.append("Content-Type: multipart/mixed; boundary=b" + i + ".\r\n\r\n--b" + i + ".\r\n");
    }
    mail.append("Content-Type: text/html\r\n\r\n" + LINK);

    assertEquals(
        RewriteOutcome.skipped(UntrackedReason.MALFORMED_MIME),
        outcome(Mail.bytes(mail.toString())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"quoted-printable", "base64", "x-unknown", "8bit"})
  void theEncodingOfAMultipartWhoseBoundariesStandInClearIsIgnored(String encoding) {
    assertEquals(
        RewriteOutcome.tracked(1, 0),
        outcome(
            lines(
                "X-Sp-Message-Id: 1",
                "Content-Type: multipart/related; boundary=b",
                "Content-Transfer-Encoding: " + encoding,
                "",
                "--b",
                "Content-Type: text/html",
                "",
                LINK,
                "--b--")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"related", "alternative", "mixed"})
  void anAttachmentThatIsAMultipartIsNotEntered(String subtype) {
    assertEquals(
        RewriteOutcome.tracked(1, 0),
        outcome(
            mixed(
                List.of("Content-Type: text/html", "", LINK),
                List.of(
                    "Content-Type: multipart/" + subtype + "; boundary=inner",
                    "Content-Disposition: attachment; filename=\"page.mht\"",
                    "",
                    "--inner",
                    "Content-Type: text/html",
                    "",
                    LINK,
                    "--inner--"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/html; name=\"report.html\"",
        "Content-Type: text/html\r\nContent-Disposition: inline; filename=\"r.html\"",
        "Content-Type: text/html\r\nContent-Disposition: inline; filename*=utf-8''r.html",
        "Content-Type: text/html\r\nContent-Disposition: inline; filename=my report.html",
        "Content-Type: text/html\r\nContent-Disposition: inline; FileName=r(1).html",
        "Content-Type: text/html\r\nContent-Disposition: inline; filename=\"r.html",
        "Content-Type: text/html\r\nContent-Disposition: inline; filename=r.html; size=12; junk"
      })
  void aNamedPartBehindTheFirstOfAMixedIsAFile(String header) {
    List<String> file = List.of(header, "", LINK);

    assertEquals(
        RewriteOutcome.tracked(1, 0),
        outcome(mixed(List.of("Content-Type: text/html", "", LINK), file)));
    assertEquals(
        RewriteOutcome.skipped(UntrackedReason.FILE),
        outcome(mixed(List.of("Content-Type: text/plain", "", "text"), file)));
    assertEquals(
        RewriteOutcome.tracked(2, 0),
        outcome(mixed(file, List.of("Content-Type: text/html", "", LINK))));
    for (String subtype : List.of("alternative", "related")) {
      String body =
          Mail.text(mixed(List.of("Content-Type: text/plain", "", "text"), file))
              .replace("multipart/mixed", "multipart/" + subtype);
      assertEquals(RewriteOutcome.tracked(1, 0), outcome(Mail.bytes(body)));
    }
  }

  @Test
  void onlyTheFirstHtmlAndItsAlternativesGetPixels() {
    List<String> html = List.of("Content-Type: text/html", "", "<p>x</p>");

    byte[] three = mixed(html, html, html);
    assertEquals(RewriteOutcome.tracked(0, 2), Mail.rewrite(Mail.OPENS, three).outcome());
    byte[] alternatives =
        Mail.bytes(Mail.text(three).replace("multipart/mixed", "multipart/alternative"));
    assertEquals(RewriteOutcome.tracked(0, 6), Mail.rewrite(Mail.OPENS, alternatives).outcome());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/html; charset=utf-7~~<p>x",
        "Content-Type: text/html~Content-Transfer-Encoding: base64~~!",
        "Content-Type: text/html~~<frameset>"
      })
  void theNextHtmlGetsThePixelsWhereTheFirstTakesNone(String first) {
    byte[] mail =
        mixed(
            List.of(first.replace("~", "\r\n")),
            List.of("Content-Type: text/html", "", "<p>x</p>"),
            List.of("Content-Type: text/html", "", "<p>x</p>"));

    assertEquals(RewriteOutcome.tracked(0, 2), Mail.rewrite(Mail.OPENS, mail).outcome());
  }

  @SafeVarargs
  private static byte[] mixed(List<String>... parts) {
    List<String> mail = new ArrayList<>();
    mail.addAll(List.of("X-Sp-Message-Id: 1", "Content-Type: multipart/mixed; boundary=b", ""));
    for (List<String> part : parts) {
      mail.add("--b");
      mail.addAll(part);
    }
    mail.add("--b--");
    return lines(mail.toArray(String[]::new));
  }
}
