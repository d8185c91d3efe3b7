package io.github.pmtatracking.wrapper.html;

import static io.github.pmtatracking.wrapper.Mail.OPENS;
import static io.github.pmtatracking.wrapper.Mail.rewritten;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The places of the pixels. */
class BodyBoundsTest {
  private static final String INITIAL = String.join("", Pixel.html("[i]"));
  private static final String OPEN = String.join("", Pixel.html("[o]"));

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
          <p>x</                                             | I<p>xO</
          <frameset><frame src="a"></frameset>               | <frameset><frame src="a"></frameset>
          <head></head><frameset></frameset><body>x</body>   | <head></head><frameset></frameset><body>x</body>
          <p>x<frameset>                                     | I<p>x<frameset>O
          <p><svg><title/></svg>x                            | I<p><svg><title/></svg>xO
          """)
  void withoutBodyTagsPixelsGoAroundTheContent(String before, String after) {
    assertEquals(
        after.replace("I", INITIAL).replace("O", OPEN).replace("<!D" + OPEN + "CTYPE", "<!DOCTYPE"),
        rewritten(OPENS, before));
  }

  @Test
  void anEmptyPartGetsItsPixels() {
    assertEquals(INITIAL + OPEN, rewritten(OPENS, ""));
  }

  @Test
  void aByteOrderMarkStaysInFront() {
    assertEquals(
        "\u00ef\u00bb\u00bf" + INITIAL + "x" + OPEN, rewritten(OPENS, "\u00ef\u00bb\u00bfx"));
  }
}
