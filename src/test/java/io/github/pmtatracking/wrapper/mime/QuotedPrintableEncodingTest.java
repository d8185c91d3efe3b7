package io.github.pmtatracking.wrapper.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.wrapper.Mail;
import io.github.pmtatracking.wrapper.MailShell;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.io.ByteArrayInputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedPrintableEncodingTest extends SplicedContent {
  @Property(tries = 2000)
  void everyEditIsInTheDecodedContent(@ForAll("cases") Case edit) throws Exception {
    byte[] body = MailShell.QUOTED_PRINTABLE.encoded(edit.content());

    byte[] written = write(new QuotedPrintableEncoding(), body, edit.splices());

    assertArrayEquals(
        edit.edited(),
        new QuotedPrintableInputStream(new ByteArrayInputStream(written)).readAllBytes(),
        () -> Mail.text(written));
    assertLines(written, 76);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a=3Db=3dc            | a=b=c
          a=~b                 | ab
          a= \t~b              | ab
          a=                   | a
          a=zz=3               | a=zz=3
          100%=off             | 100%=off
          """)
  void decodesAsMailClientsDo(String body, String content) throws Exception {
    byte[] bytes = Mail.bytes(body.replace("~", "\r\n").replace("\\t", "\t"));

    ByteRange decoded = new QuotedPrintableEncoding().decode(new ByteRange(bytes, 0, bytes.length));

    assertEquals(content, Mail.text(decoded.copy()));
  }

  @Test
  void anEditLeavesTheLinesAroundItUnchanged() throws Exception {
    String body =
        "first l=69ne=20\r\n<a href=3D\"h=\r\nttp://e.com\">x=3dy</a>=\r\n\r\nlast =4C=\r\nine";
    String content = "first line \r\n<a href=\"http://e.com\">x=y</a>\r\nlast Line";
    int start = content.indexOf("http");

    byte[] written =
        write(
            new QuotedPrintableEncoding(),
            Mail.bytes(body),
            List.of(Splice.replace(start, start + 12, Mail.bytes("t=1"))));

    assertEquals(body.replace("h=\r\nttp://e.com", "t=3D1"), Mail.text(written));
  }

  @Test
  void aFullLineIsBrokenBeforeItsLastCharacter() throws Exception {
    String body = "x".repeat(73) + "=3D";

    byte[] written =
        write(
            new QuotedPrintableEncoding(),
            Mail.bytes(body),
            List.of(Splice.replace(74, 74, Mail.bytes("<img>"))));

    assertEquals("x".repeat(73) + "=\r\n=3D<img>", Mail.text(written));
  }

  @Test
  void anEditNeverMakesContentLookLikeABoundary() throws Exception {
    String body = "x".repeat(40) + "--b" + "y".repeat(30);

    byte[] written =
        write(
            new QuotedPrintableEncoding(),
            Mail.bytes(body),
            List.of(Splice.replace(40, 40, Mail.bytes("z".repeat(30)))));

    assertTrue(Mail.text(written).lines().noneMatch(line -> line.startsWith("--")));
    assertEquals(
        "x".repeat(40) + "z".repeat(30) + "--b" + "y".repeat(30),
        Mail.text(
            new QuotedPrintableEncoding()
                .decode(new ByteRange(written, 0, written.length))
                .copy()));
  }
}
