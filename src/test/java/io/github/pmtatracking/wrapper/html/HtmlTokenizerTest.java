package io.github.pmtatracking.wrapper.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.wrapper.Mail;
import io.github.pmtatracking.wrapper.html.HtmlTokenizer.Kind;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTokenizerTest {

  @Provide
  Arbitrary<String> html() {
    return Arbitraries.of(
            "<",
            ">",
            "</",
            "<!--",
            "-->",
            "--!>",
            "<!",
            "<?",
            "a",
            "script",
            "style",
            "title",
            "plaintext",
            "xmp",
            " ",
            "=",
            "\"",
            "'",
            "/",
            "-",
            "href",
            "text",
            "\n",
            "\u00e4")
        .list()
        .ofMaxSize(40)
        .map(pieces -> String.join("", pieces));
  }

  @Property(tries = 2_000)
  void theTokensTogetherAreTheInput(@ForAll("html") String html) {
    HtmlTokenizer tokens = tokenizer(html);
    int end = 0;
    while (tokens.next()) {
      assertEquals(end, tokens.start());
      assertTrue(tokens.end() > tokens.start());
      end = tokens.end();
    }
    assertEquals(html.length(), end);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a <b>c</b>                            | TEXT a_ START_TAG <b> TEXT c END_TAG </b>
          a < b <1                              | TEXT a_ TEXT <_b_ TEXT <1
          <!DOCTYPE html><?x?></1>              | DECLARATION <!DOCTYPE_html> DECLARATION <?x?> DECLARATION </1>
          <!-- a -- b --><!--><!---><!--x--!>   | COMMENT <!--_a_--_b_--> COMMENT <!--> COMMENT <!---> COMMENT <!--x--!>
          <p title='>' x=">">y                  | START_TAG <p_title='>'_x=">"> TEXT y
          <p a='x                               | UNFINISHED <p_a='x
          a<!-- b                               | TEXT a UNFINISHED <!--_b
          <style><a></style >b                  | START_TAG <style> RAW_TEXT <a> END_TAG </style_> TEXT b
          <title></b></titles></TITLE>          | START_TAG <title> RAW_TEXT </b></titles> END_TAG </TITLE>
          <textarea><b>                         | START_TAG <textarea> UNFINISHED <b>
          <script><!--<script></script>--></script> | START_TAG <script> RAW_TEXT <!--<script></script>--> END_TAG </script>
          <plaintext></plaintext>               | START_TAG <plaintext> UNFINISHED </plaintext>
          <noscript><a></noscript>              | START_TAG <noscript> START_TAG <a> END_TAG </noscript>
          """)
  void splitsIntoTheTokensOfTheStandard(String html, String expected) {
    HtmlTokenizer tokens = tokenizer(html);
    List<String> seen = new ArrayList<>();
    while (tokens.next()) {
      String text = html.substring(tokens.start(), tokens.end()).replace(' ', '_');
      seen.add(tokens.kind() + " " + text);
    }
    assertEquals(expected, String.join(" ", seen));
  }

  @Test
  void theAttributesOfATagHavePlaces() {
    String html = "<A href = \"x y\" b=z/c d='' =e/ href=2>";
    HtmlTokenizer tokens = tokenizer(html);
    assertTrue(tokens.next());

    assertEquals(Kind.START_TAG, tokens.kind());
    assertTrue(tokens.isNamed("a"));
    List<String> attributes = new ArrayList<>();
    for (int i = 0; i < tokens.attributeCount(); i++) {
      attributes.add(
          html.substring(tokens.attributeStart(i), tokens.attributeNameEnd(i))
              + "|"
              + html.substring(tokens.valueStart(i), tokens.valueEnd(i))
              + "|"
              + html.substring(tokens.attributeStart(i), tokens.attributeEnd(i)));
    }
    assertEquals(
        List.of("href|x y|href = \"x y\"", "b|z/c|b=z/c", "d||d=''", "=e||=e", "href|2|href=2"),
        attributes);
    assertEquals(0, tokens.attribute("href"));
    assertEquals(-1, tokens.attribute("title"));
  }

  @Test
  void attributesAfterTheThousandthAreSkipped() {
    HtmlTokenizer tokens = tokenizer("<a" + " x=1".repeat(1_000) + " href=y>z");
    assertTrue(tokens.next());

    assertEquals(1_000, tokens.attributeCount());
    assertEquals(-1, tokens.attribute("href"));
    assertTrue(tokens.next());
    assertEquals(Kind.TEXT, tokens.kind());
  }

  private static HtmlTokenizer tokenizer(String html) {
    return new HtmlTokenizer(Mail.bytes(html), 0, html.length());
  }
}
