package io.github.pmtatracking.wrapper.html;

import static io.github.pmtatracking.wrapper.Mail.CLICKS;
import static io.github.pmtatracking.wrapper.Mail.rewritten;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.wrapper.Mail;
import io.github.pmtatracking.wrapper.RewritePolicy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingEditFinderTest {
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
          <svg><style/></svg><a href="http://e.com/"> | <svg><style/></svg><a href="[c http://e.com/]">
          <svg><title /></svg><a href="http://e.com/"> | <svg><title /></svg><a href="[c http://e.com/]">
          <title/><a href="http://e.com/"></title>  | <title/><a href="http://e.com/"></title>
          <svg/><title/><a href="http://e.com/">    | <svg/><title/><a href="http://e.com/">
          <svg><a href="http://e.com/"></a></svg>   | <svg><a href="[c http://e.com/]"></a></svg>
          <a href="http://e.com/?a=1&amp;b=2">      | <a href="[c http://e.com/?a=1&b=2]">
          <a href="http://e.com/?a=1&b=2&copy=3">   | <a href="[c http://e.com/?a=1&b=2&copy=3]">
          <a href="http://e.com/?a&#61;1&#x26;b">   | <a href="[c http://e.com/?a=1&b]">
          <a href="http://e.com/&lt;x&gt;">         | <a href="[c http://e.com/<x>]">
          """)
  void everyWayToWriteALinkIsWrapped(String before, String after) {
    assertEquals(after, rewritten(CLICKS, before));
  }

  @Test
  void lineEndsWithinALinkAreDropped() {
    assertEquals(
        "<a\r\n\thref=\"[c http://example.com/long]\">",
        rewritten(CLICKS, "<a", "\thref=\"http://example", ".com/", "\tlong\">"));
  }

  @Test
  void aLinkWithNonAsciiCharactersIsWrapped() {
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
  void otherLinksAndOtherTextStay(String html) {
    assertEquals(html, rewritten(CLICKS, html));
  }

  @Test
  void linksInConditionalCommentsForOutlookAreWrapped() {
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

  @Test
  void onlyTheChosenKindsAreTracked() {
    String html = "<body><a href=\"http://e.com\">x</a></body>";

    assertEquals(
        "<body>" + INITIAL + "<a href=\"http://e.com\">x</a></body>",
        rewritten(RewritePolicy.tracking(false, true, false), html));
    assertEquals(
        "<body><a href=\"http://e.com\">x</a>" + OPEN + "</body>",
        rewritten(RewritePolicy.tracking(true, false, false), html));
  }

  @ParameterizedTest
  @CsvSource({"4096, 1", "4097, 0"})
  void aBaseOverFourKilobytesIsIgnored(int length, int links) {
    String base = "http://e.com/" + "x".repeat(length - 13 - 1) + "/";
    byte[] message = Mail.html("<base href=\"" + base + "\"><a href=//f.com/>");

    assertEquals(links, Mail.rewrite(Mail.CLICKS, message).outcome().links());
  }

  @Test
  void aSecondBaseDoesNotReplaceOneThatIsTooLong() {
    byte[] message =
        Mail.html(
            "<base href=\"http://e.com/"
                + "x".repeat(4_100)
                + "\"><base href=http://f.com>"
                + "<a href=x>");

    assertEquals(0, Mail.rewrite(Mail.CLICKS, message).outcome().links());
  }
}
