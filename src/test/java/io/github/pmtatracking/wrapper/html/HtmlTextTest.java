package io.github.pmtatracking.wrapper.html;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.wrapper.Mail;
import io.github.pmtatracking.wrapper.MailShell;
import io.github.pmtatracking.wrapper.NewsletterTest;
import io.github.pmtatracking.wrapper.TrackedCopy;
import io.github.pmtatracking.wrapper.UntrackedReason;
import io.github.pmtatracking.wrapper.Unwrapping;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {
  @ParameterizedTest
  @CsvSource({
    "us-ascii, plain text",
    "utf-8, Grüße 日本語 😀 ",
    "utf8, ž",
    "iso-8859-1, Grüße",
    "ISO-8859-15, 10 €",
    "iso-8859-8-i, שלום",
    "windows-1251, Привет",
    "koi8-r, Привет",
    "gb2312, 你好",
    "gbk, 你好 丂亐",
    "gb18030, 你好 㐂",
    "big5, 許功蓋",
    "shift_jis, ソース表示予定",
    "euc-jp, 日本語",
    "euc-kr, 안녕",
    "ks_c_5601-1987, 안녕",
    "iso-2022-jp, 日本語テキスト",
    "utf-16, Grüße 日本語 😀",
    "utf-16le, Grüße 日本語",
    "utf-16be, Grüße 日本語"
  })
  void htmlIsTrackedInItsCharset(String name, String words) {
    Charset charset = Charset.forName(name.replace("-i", ""));
    String html =
        "<html><body title=\"%s\">%s<a href=\"http://e.com/%s?a=1&amp;b=2\" title='%s'>%s</a><!-- %s --><p>%s\r\n</body>"
            .replace("%s", words.strip().replace(' ', '_'));
    byte[] bytes = html.getBytes(charset);
    boolean wide = name.startsWith("utf-16");

    for (MailShell shell : MailShell.values()) {
      if (wide
          && (shell == MailShell.BIT7
              || shell == MailShell.BIT8
              || shell == MailShell.QUOTED_PRINTABLE)) {
        continue; // whose lines cannot be told from characters
      }
      TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, shell.mail(bytes, name));

      String rewritten = new String(NewsletterTest.decodedHtml(copy.message()), charset);
      Unwrapping unwrapped = Unwrapping.of(html, rewritten);
      assertEquals(
          List.of("http://e.com/" + words.strip().replace(' ', '_') + "?a=1&b=2"),
          unwrapped.links().stream().map(TrackingLink::targetUrl).toList());
      assertEquals(List.of(Action.INITIAL_OPEN, Action.OPEN), unwrapped.pixels());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"utf-7", "hz-gb-2312", "iso-2022-kr", "iso-2022-cn", "utf-32", "ebcdic-us"})
  void htmlInACharsetWithoutAsciiMarkupStays(String charset) {
    byte[] mail =
        Mail.bytes(
            "X-Sp-Message-Id: 1\r\nContent-Type: text/html; charset="
                + charset
                + "\r\n\r\n<body>~{<a href=\"http://e.com/\">~}+ADw-a</body>\r\n");

    TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, mail);

    assertArrayEquals(mail, copy.message());
    assertEquals(UntrackedReason.UNKNOWN_CHARSET, copy.outcome().skipped());
  }

  @Test
  void charactersOfTwoBytesAreNotTakenForMarkup() {
    // In ISO-2022-JP these bytes are two characters, in ASCII they would be a tag.
    String html = "\u001b$B<a href=\"http://e.com/\">\u001b(B<a href='http://e.com/'>";

    byte[] mail =
        Mail.bytes(
            "X-Sp-Message-Id: 1\r\nContent-Type: text/html; charset=ISO-2022-JP\r\n\r\n" + html);

    assertEquals(
        "\u001b$B<a href=\"http://e.com/\">\u001b(B<a href='[c http://e.com/]'>",
        Mail.inWords(Mail.body(Mail.rewrite(Mail.CLICKS, mail))));
  }

  @Test
  void aLinkWithBytesThatTheCharsetDoesNotHaveIsReadAsBrowsersDo() {
    String link = "<a href=\"http://e.com/\u00fc\">";
    byte[] latin = Mail.bytes("X-Sp-Message-Id: 1\r\nContent-Type: text/html\r\n\r\n" + link);
    byte[] utf8 = Mail.bytes(Mail.text(Mail.text(latin).getBytes(StandardCharsets.UTF_8)));

    for (byte[] mail : List.of(latin, utf8)) {
      assertEquals(
          "<a href=\"[c http://e.com/\u00fc]\">",
          Mail.inWords(Mail.body(Mail.rewrite(Mail.CLICKS, mail))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"7bit", "8bit", "binary"})
  void utf16WithoutTransferEncodingStays(String encoding) {
    byte[] mail =
        Mail.lines(
            "X-Sp-Message-Id: 1",
            "Content-Type: text/html; charset=utf-16",
            "Content-Transfer-Encoding: " + encoding,
            "",
            "<body><a href=\"http://e.com/\">x</a></body>");

    TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, mail);

    assertArrayEquals(mail, copy.message());
    assertEquals(UntrackedReason.MALFORMED_MIME, copy.outcome().skipped());
  }

  @Test
  void latin1IsReadAsWindows1252() {
    byte[] mail =
        Mail.bytes(
            "X-Sp-Message-Id: 1\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"
                + "<a href=\"http://e.com/\u0093x\u0094\">");

    assertEquals(
        "<a href=\"[c http://e.com/\u201cx\u201d]\">",
        Mail.inWords(Mail.body(Mail.rewrite(Mail.CLICKS, mail))));
  }

  @Test
  void utf16WithAByteOrderMarkKeepsItInFront() {
    String html = "\ufeff<p>x</p>";
    byte[] mail = MailShell.BASE64.mail(html.getBytes(StandardCharsets.UTF_16LE), "utf-16");

    byte[] rewritten = NewsletterTest.decodedHtml(Mail.rewrite(Mail.OPENS, mail).message());

    assertEquals(
        "\ufeff"
            + String.join("", Pixel.html("[i]"))
            + "<p>x</p>"
            + String.join("", Pixel.html("[o]")),
        Mail.inWords(new String(rewritten, StandardCharsets.UTF_16LE)));
  }

  @Test
  void theViewOfUtf16HasAByteForEachCodeUnit() {
    byte[] content = "\ufeff<a\u4e2d>".getBytes(StandardCharsets.UTF_16BE);

    HtmlText text = HtmlText.of("utf-16", new ByteRange(content, 0, content.length));

    assertEquals("<a\u00ff>", Mail.text(text.view().copy()));
    assertEquals(8, text.contentOffset(3));
    assertEquals("\u4e2d>", text.characters(2, 4));
    assertEquals(2, text.width());
  }

  @Test
  void aViewThatIsNotTheContentItselfTakesMemory() {
    assertEquals(50, HtmlText.viewLength(null, 100));
    assertEquals(50, HtmlText.viewLength("utf-8", 100));
    assertEquals(50, HtmlText.viewLength("unknown charset", 100));
    assertEquals(100, HtmlText.viewLength("UTF-16LE", 100));
    assertEquals(100, HtmlText.viewLength("iso-2022-jp", 100));
    assertNull(HtmlText.of("unknown charset", new ByteRange(new byte[0], 0, 0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-16", "UTF-16", "unicode", "ucs-2", "iso-10646-ucs-2"})
  void utf16WithoutAMarkIsReadInTheOrderThatItsMarkupShows(String label) {
    String html = "\u4e2d<p><a href=\"http://e.com/\u4e2d\">x</a></p>";
    for (Charset order : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      byte[] mail = MailShell.BASE64.mail(html.getBytes(order), label);

      TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, mail);

      String rewritten = new String(NewsletterTest.decodedHtml(copy.message()), order);
      Unwrapping unwrapped = Unwrapping.of(html, rewritten);
      assertEquals("http://e.com/\u4e2d", unwrapped.links().get(0).targetUrl());
      assertEquals(2, unwrapped.pixels().size());
    }
  }

  @Test
  void utf16WithoutAMarkAndWithoutMarkupStays() {
    byte[] mail = MailShell.BASE64.mail("no markup".getBytes(StandardCharsets.UTF_16LE), "utf-16");

    TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, mail);

    assertArrayEquals(NewsletterTest.decodedHtml(mail), NewsletterTest.decodedHtml(copy.message()));
    assertEquals(UntrackedReason.UNKNOWN_CHARSET, copy.outcome().skipped());
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-8", "iso-8859-1", "windows-1251", "us-ascii"})
  void aByteOrderMarkWinsOverTheCharset(String label) {
    String html = "\ufeff<p><a href=\"http://e.com/\u00fc\">x</a></p>";
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      byte[] mail = MailShell.BASE64.mail(html.getBytes(charset), label);

      TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, mail);

      String rewritten = new String(NewsletterTest.decodedHtml(copy.message()), charset);
      assertEquals('\ufeff', rewritten.charAt(0));
      Unwrapping unwrapped = Unwrapping.of(html, rewritten);
      assertEquals("http://e.com/\u00fc", unwrapped.links().get(0).targetUrl());
      assertEquals(2, unwrapped.pixels().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gb2312, E946, \u9555", // in GBK only
    "gb2312, 80, \u20ac",
    "euc-kr, 8C63, \ub620", // in windows-949 only
    "ks_c_5601-1987, 8C63, \ub620",
    "shift_jis, 8740, \u2460", // row 13 of NEC
    "shift_jis, B1, \uff71",
    "euc-jp, ADA1, \u2460",
    "iso-8859-9, 80, \u20ac",
    "tis-620, 80, \u20ac",
    "x-mac-cyrillic, 80, \u0410",
    "macintosh, 80, \u00c4",
    "x-mac-roman, 80, \u00c4",
    "iso-8859-10, A2, \u0112",
    "latin1, 80, \u20ac",
    "cp819, 80, \u20ac"
  })
  void aLinkIsReadAsBrowsersReadTheLabel(String label, String bytes, String character) {
    byte[] raw = HexFormat.of().parseHex(bytes);
    byte[] mail =
        Mail.bytes(
            "X-Sp-Message-Id: 1\r\nContent-Type: text/html; charset="
                + label
                + "\r\n\r\n<a href=\"http://e.com/"
                + Mail.text(raw)
                + "/\">");

    assertEquals(
        "<a href=\"[c http://e.com/" + character + "/]\">",
        Mail.inWords(Mail.body(Mail.rewrite(Mail.CLICKS, mail))));
  }

  @ParameterizedTest
  @CsvSource({
    "utf-8, FC",
    "gb2312, FF",
    "euc-kr, C9A1",
    "shift_jis, FD41",
    "euc-jp, 8FF3F3",
    "tis-620, DB"
  })
  void aLinkThatIsNotInItsCharsetStays(String label, String bytes) {
    byte[] raw = HexFormat.of().parseHex(bytes);
    byte[] mail =
        Mail.bytes(
            "X-Sp-Message-Id: 1\r\nContent-Type: text/html; charset="
                + label
                + "\r\n\r\n<a href=\"http://e.com/"
                + Mail.text(raw)
                + "/\"> <a href=\"http://e.com/\">");

    assertEquals(
        "<a href=\"http://e.com/" + Mail.text(raw) + "/\"> <a href=\"[c http://e.com/]\">",
        Mail.inWords(Mail.body(Mail.rewrite(Mail.CLICKS, mail))));
  }

  @Test
  void noPixelStandsAmongTheTwoByteCharactersOfIso2022Jp() {
    String html = "<p>\u001b$B$\"$$";
    byte[] mail =
        Mail.bytes(
            "X-Sp-Message-Id: 1\r\nContent-Type: text/html; charset=ISO-2022-JP\r\n\r\n" + html);

    assertEquals(
        String.join("", Pixel.html("[i]")) + html,
        Mail.inWords(Mail.body(Mail.rewrite(Mail.OPENS, mail))));
  }
}
