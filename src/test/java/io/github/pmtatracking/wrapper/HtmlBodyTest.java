package io.github.pmtatracking.wrapper;

import static io.github.pmtatracking.wrapper.Mail.CLICKS;
import static io.github.pmtatracking.wrapper.Mail.rewritten;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.wrapper.html.Pixel;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Line lengths in parts without transfer encoding. */
class HtmlBodyTest {
  @Test
  void aLinkThatFitsIntoNoLineStays() {
    byte[] incompressible = new byte[735];
    new Random(1).nextBytes(incompressible);
    String html =
        "<a href=\"http://e.com/" + Base64.getUrlEncoder().encodeToString(incompressible) + "\">";

    assertEquals(html, rewritten(CLICKS, html));
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
