package io.github.pmtatracking.wrapper.html;

import static io.github.pmtatracking.wrapper.Mail.CLICKS;
import static io.github.pmtatracking.wrapper.Mail.OPENS;
import static io.github.pmtatracking.wrapper.Mail.rewritten;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.wrapper.Mail;
import io.github.pmtatracking.wrapper.RewritePolicy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlEditsTest {
  private static final String INITIAL = String.join("", Pixel.html("[i]"));
  private static final String OPEN = String.join("", Pixel.html("[o]"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <a href="http://e.com/">x</a>             | <a href="[c http://e.com/]">x</a>
          <a href='https://e.com/'>x</a>            | <a href='[c https://e.com/]'>x</a>
          <a href=http://e.com/>x</a>               | <a href=[c http://e.com/]>x</a>
          <A  HREF = "HTTP://e.com/" title=x>       | <A  HREF = "[c HTTP://e.com/]" title=x>
          <a title=">" href="http://e.com/">        | <a title=">" href="[c http://e.com/]">
          <a/href="http://e.com/">                  | <a/href="[c http://e.com/]">
          <a title="x"href="http://e.com/">         | <a title="x"href="[c http://e.com/]">
          <a href=" http://e.com/ ">                | <a href="[c http://e.com/]">
          <a href="http://e.com/" href="http://f/"> | <a href="[c http://e.com/]" href="http://f/">
          <area href="http://e.com/">               | <area href="[c http://e.com/]">
          <v:rect href="http://e.com/">             | <v:rect href="[c http://e.com/]">
          <svg><a href="http://e.com/"></a></svg>   | <svg><a href="[c http://e.com/]"></a></svg>
          <a href="http://e.com/?a=1&amp;b=2">      | <a href="[c http://e.com/?a=1&b=2]">
          <a href="http://e.com/?a=1&b=2&copy=3">   | <a href="[c http://e.com/?a=1&b=2&copy=3]">
          <a href="http://e.com/?a&#61;1&#x26;b">   | <a href="[c http://e.com/?a=1&b]">
          <a href="http://e.com/&lt;x&gt;">         | <a href="[c http://e.com/<x>]">
          """)
  void linksAreWrappedWhateverTheWayTheyAreWritten(String before, String after) {
    assertEquals(after, rewritten(CLICKS, before));
  }

  @Test
  void lineEndsInALinkAreNoPartOfIt() {
    assertEquals(
        "<a\r\n\thref=\"[c http://example.com/long]\">",
        rewritten(CLICKS, "<a", "\thref=\"http://example", ".com/", "\tlong\">"));
  }

  @Test
  void aLinkMayBeWrittenInAnyScript() {
    byte[] mail =
        Mail.bytes(
            Mail.text(
                "X-Sp-Message-Id: 1\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<a href=\"http://bücher.example/日本\">"
                    .getBytes(StandardCharsets.UTF_8)));

    assertEquals(
        "<a href=\"[c http://bücher.example/日本]\">",
        Mail.inWords(Mail.body(Mail.rewrite(CLICKS, mail))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href=\"mailto:a@e.com\">",
        "<a href=\"tel:+4912\">",
        "<a href=\"sms:+4912\">",
        "<a href=\"#top\">",
        "<a href=\"\">",
        "<a href>",
        "<a name=\"http://e.com\">",
        "<a href=\"javascript:alert('http://e.com')\">",
        "<a href=\"data:text/html,http://e.com\">",
        "<a href=\"cid:part@e.com\">",
        "<a href=\"ftp://e.com\">",
        "<a href=\"//e.com/x\">",
        "<a href=\"page.html\">",
        "<a href=\"e.com\">",
        "<a href=\"http://\">",
        "<a href=\"http:///x\">",
        "<a href=\"{{action_url}}\">",
        "<a href=\"http://e.com/{{ id }}\">",
        "<a href=\"http://e.com/*|ID|*\">",
        "<a href=\"http://e.com/%%id%%\">",
        "<a href=\"http://e.com/[[id]]\">",
        "<a href=\"http://e.com/${id}\">",
        "<a href=\"<%asm_group_unsubscribe_raw_url%>\">",
        "<a href=\"https://TRACK.example.net/t/abc\">",
        "<a href=\"http://track.example.net/t/abc\">",
        "<img src=\"http://e.com/x.gif\"><link href=\"http://e.com/x.css\" rel=stylesheet>",
        "<form action=\"http://e.com\"><button formaction=\"http://e.com\">",
        "<abbr href=\"http://e.com\"><b href=\"http://e.com\">",
        "<!-- <a href=\"http://e.com\"> -->",
        "<! <a href=\"http://e.com\"",
        "<style>a:after{content:'<a href=\"http://e.com\">'}</style>",
        "<script>'<a href=\"http://e.com\">'</script>",
        "<script><!-- <script></script> <a href=\"http://e.com\"> --></script>",
        "<textarea><a href=\"http://e.com\"></textarea>",
        "<title><a href=\"http://e.com\"></TITLE\r\n>",
        "<xmp><a href=\"http://e.com\"></xmp>",
        "<plaintext><a href=\"http://e.com\"></plaintext><a href=\"http://e.com\">",
        "<a title='<a href=\"http://e.com\">'>",
        "<a href=\"http://e.com\"",
        "<a href=\"http://e.com",
        "</a href=\"http://e.com\">",
        "a < b href=\"http://e.com\">",
        "< a href=\"http://e.com\">",
        "http://e.com"
      })
  void whatIsNoLinkOfTheWebStays(String html) {
    assertEquals(html, rewritten(CLICKS, html));
  }

  @Test
  void aLinkOverFourKilobytesStays() {
    String longest = "http://e.com/" + "x".repeat(TrackableUrls.MAX_TARGET_BYTES - 13);
    TrackableUrls targets = new TrackableUrls(Mail.TRACKER);

    assertEquals(longest, targets.target(longest, null));
    assertEquals(null, targets.target(longest + "x", null));
  }

  @Test
  void aLinkThatFitsIntoNoLineStays() {
    byte[] incompressible = new byte[735];
    new Random(1).nextBytes(incompressible);
    String html =
        "<a href=\"http://e.com/" + Base64.getUrlEncoder().encodeToString(incompressible) + "\">";

    assertEquals(html, rewritten(CLICKS, html));
  }

  @Test
  void outlooksConditionalCommentsAreReadToo() {
    assertEquals(
        "<!--[if (gte mso 9)|(IE)]><td><v:roundrect xmlns:v='urn' href='[c http://e.com/]'>"
            + "<a href=\"[c http://e.com/2]\">x</a><![endif]--><!--[if !mso]><!-->"
            + "<a href=\"[c http://e.com/3]\">y</a><!--<![endif]-->",
        rewritten(
            CLICKS,
            "<!--[if (gte mso 9)|(IE)]><td><v:roundrect xmlns:v='urn' href='http://e.com/'>"
                + "<a href=\"http://e.com/2\">x</a><![endif]--><!--[if !mso]><!-->"
                + "<a href=\"http://e.com/3\">y</a><!--<![endif]-->"));
  }

  @Test
  void aBaseMakesRelativeLinksAbsolute() {
    assertEquals(
        "<base href=\"https://e.com/a/b/c?q\"><a href=\"[c https://e.com/a/d?x=1#f]\">"
            + "<a href=\"[c https://e.com/r]\"><a href=\"[c https://f.com/s]\">"
            + "<a href=\"[c https://e.com/a/b/c?z]\"><a href=\"#top\"><a href=\"mailto:a@e.com\">"
            + "<a href=\"[c http://g.com/]\"><a href=\"{{x}}\"><base href=\"http://other/\">",
        rewritten(
            CLICKS,
            "<base href=\"https://e.com/a/b/c?q\"><a href=\"../d?x=1#f\">"
                + "<a href=\"/r\"><a href=\"//f.com/s\">"
                + "<a href=\"?z\"><a href=\"#top\"><a href=\"mailto:a@e.com\">"
                + "<a href=\"http://g.com/\"><a href=\"{{x}}\"><base href=\"http://other/\">"));
  }

  @ParameterizedTest
  @CsvSource({
    "g, http://a/b/c/g",
    "./g, http://a/b/c/g",
    "g/, http://a/b/c/g/",
    "/g, http://a/g",
    "//g, http://g",
    "?y, http://a/b/c/d?y",
    "g?y, http://a/b/c/g?y",
    "g#s, http://a/b/c/g#s",
    "., http://a/b/c/",
    "./, http://a/b/c/",
    ".., http://a/b/",
    "../g, http://a/b/g",
    "../.., http://a/",
    "../../../g, http://a/g",
    "/./g, http://a/g",
    "/../g, http://a/g",
    "g., http://a/b/c/g.",
    "..g, http://a/b/c/..g",
    "./../g, http://a/b/g",
    "g/./h, http://a/b/c/g/h",
    "g/../h, http://a/b/c/h",
    "g?y/../x, http://a/b/c/g?y/../x"
  })
  void relativeLinksAreResolvedAsTheExamplesOfRfc3986(String relative, String absolute) {
    assertEquals(absolute, new BaseUrl("http://a/b/c/d?q").resolve(relative, 100));
  }

  @Test
  void aSwitchedOffLinkStaysAndItsSwitchGoes() {
    assertEquals(
        "<a href=\"http://e.com/\">x</a><a title=y href='http://e.com/'>",
        rewritten(
            CLICKS,
            "<a href=\"http://e.com/\" data-msys-clicktrack=\"0\">x</a>"
                + "<a DATA-MSYS-CLICKTRACK=0 title=y href='http://e.com/'>"));
  }

  @Test
  void nameAndUnsubscribeTravelInTheLink() {
    assertEquals(
        "<a href=\"[c http://e.com/ name=a & b unsubscribe]\">x</a><a   href='[c http://e.com/]'>",
        rewritten(
            CLICKS,
            "<a data-msys-linkname=\"a &amp; b\" href=\"http://e.com/\""
                + " data-msys-unsubscribe='1'>x</a><a data-msys-unsubscribe=\"0\"  "
                + " href='http://e.com/' data-msys-clicktrack=1>"));
  }

  @Test
  void anAttributeThatIsRemovedDoesNotGlueItsNeighbours() {
    assertEquals(
        "<a  href=[c http://e.com/]>",
        rewritten(CLICKS, "<a data-msys-linkname=\"\" href=http://e.com/>").replace("<a ", "<a  "));
    assertEquals(
        "<a title=x href='[c http://e.com/]'>",
        rewritten(CLICKS, "<a title=x data-msys-clicktrack='1'href='http://e.com/'>"));
    assertEquals(
        "<a href=[c http://e.com/] />",
        rewritten(CLICKS, "<a href=http://e.com/ data-msys-clicktrack='1'/>"));
  }

  @Test
  void aNameOfALinkIsCutAtSixtyThreeBytesButNotWithinACharacter() {
    String html =
        rewritten(
            CLICKS,
            "<a data-msys-linkname=\"" + "x".repeat(60) + "&#128512;\" href=\"http://e.com/\">");

    assertEquals("<a href=\"[c http://e.com/ name=" + "x".repeat(60) + "]\">", html);
  }

  @Test
  void hostileLengthsCostNoMoreThanTheirReading() {
    String many = "{{%%[[*|".repeat(100_000);
    String html =
        "<a href=\"http://e.com/"
            + many
            + "\" data-msys-linkname=\""
            + many
            + "\">"
            + "<a href=\"http://e.com/\" data-msys-linkname=\""
            + many
            + "\">";

    String body = rewritten(CLICKS, html).replace("\r\n", "");

    assertTrue(body.contains("<a href=\"[c http://e.com/ name=" + many.substring(0, 63) + "]\">"));
    assertTrue(body.startsWith("<a href=\"http://e.com/" + many + "\" data-msys"));
  }

  @Test
  void attributesForUsStayWhereThereIsNothingToTrack() {
    String html =
        "<a href=\"mailto:a@e.com\" data-msys-linkname=\"x\"><p data-msys-clicktrack=\"0\">";

    assertEquals(html, rewritten(CLICKS, html));
  }

  @Test
  void pixelsGoBehindBodyAndBeforeItsEnd() {
    assertEquals(
        "<!--[if mso]><body><![endif]--><HTML><BODY bgcolor='>'>"
            + INITIAL
            + "<p>x</body>y"
            + OPEN
            + "</BODY></html>",
        rewritten(
            OPENS,
            "<!--[if mso]><body><![endif]--><HTML><BODY bgcolor='>'><p>x</body>y</BODY></html>"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <p>x</p>                                           | I<p>x</p>O
          x                                                  | IxO
          <!DOCTYPE html><p>x</p>                            | <!DOCTYPE html>I<p>x</p>O
          <html><head><title>t</title></head><p>x</html>     | <html><head><title>t</title></head>I<p>xO</html>
          <html><meta a=b><style>p{}</style><p>x</p><!-- -->  | <html><meta a=b><style>p{}</style>I<p>x</p><!-- -->O
          <html></html>                                      | <html>IO</html>
          <p>x<textarea>                                     | I<p>x<textarea>
          <p>x<!-- never ends                                | I<p>x<!-- never ends
          <p>x<a href="                                      | I<p>x<a href="
          """)
  void withoutThoseTagsPixelsGoAroundTheContent(String before, String after) {
    assertEquals(
        after.replace("I", INITIAL).replace("O", OPEN).replace("<!D" + OPEN + "CTYPE", "<!DOCTYPE"),
        rewritten(OPENS, before));
  }

  @Test
  void pixelsOfAnEmptyPartStandInIt() {
    assertEquals(INITIAL + OPEN, rewritten(OPENS, ""));
  }

  @Test
  void aByteOrderMarkStaysInFront() {
    assertEquals(
        "\u00ef\u00bb\u00bf" + INITIAL + "x" + OPEN, rewritten(OPENS, "\u00ef\u00bb\u00bfx"));
  }

  @Test
  void onlyWhatIsAskedForIsTracked() {
    String html = "<body><a href=\"http://e.com\">x</a></body>";

    assertEquals(
        "<body>" + INITIAL + "<a href=\"http://e.com\">x</a></body>",
        rewritten(RewritePolicy.tracking(false, true, false), html));
    assertEquals(
        "<body><a href=\"http://e.com\">x</a>" + OPEN + "</body>",
        rewritten(RewritePolicy.tracking(true, false, false), html));
  }

  @ParameterizedTest
  @ValueSource(ints = {700, 860, 990, 994, 995, 997, 998})
  void aPixelMakesNoLineTooLong(int length) {
    String text = "x".repeat(length);
    for (String html : new String[] {text, "<body>" + text.substring(13) + "</body>"}) {
      String body = Mail.body(Mail.rewrite(Mail.EVERYTHING, Mail.html(html)));

      assertTrue(body.lines().allMatch(one -> one.length() <= 998), body);
      assertEquals(
          html.length() + 2 * String.join("", Pixel.html("[i]")).length(),
          Mail.inWords(body.replace("\r\n", "")).length());
      boolean roomInTheTag = html.startsWith("<") || 1 + length + 4 <= 998;
      assertEquals(roomInTheTag, body.replaceAll("<img[^>]*>", "").equals(html + "\r\n"), body);
    }
  }

  @Test
  void aPixelThatFitsIntoNoLineIsLeftOut() {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      id.append(Integer.toHexString(i * 7_919)); // which deflate cannot shorten much
    }
    byte[] mail =
        Mail.lines(
            "X-Sp-Message-Id: " + id, "Content-Type: text/html", "", "<body><p>x</p></body>");

    assertArrayEquals(mail, Mail.rewrite(Mail.EVERYTHING, mail).message());
  }

  @Test
  void aLongLineIsBrokenBetweenAttributesOnly() {
    String html = "<p>" + "<a class=\"c\" href=\"http://e.com/\">y</a>".repeat(26);

    String body = Mail.body(Mail.rewrite(CLICKS, Mail.html(html)));

    assertTrue(body.lines().allMatch(line -> line.length() <= 998), body);
    assertTrue(body.lines().count() > 3);
    assertEquals(
        html.replace("http://e.com/", "[c http://e.com/]"), Mail.inWords(body.replace("\r\n", "")));
    assertTrue(
        body.lines().skip(1).allMatch(line -> line.startsWith(" href=") || line.startsWith(">")),
        body);
  }
}
