package io.github.pmtatracking.wrapper.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.wrapper.Mail;
import io.github.pmtatracking.wrapper.MailShell;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import io.github.pmtatracking.wrapper.bytes.LineLengthOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferEncodingTest {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final String URL = "https://track.example.net/t/" + "a-_=".repeat(40);

  /** Content with lines of all lengths, and places in it to put something else. */
  record Case(byte[] content, List<Splice> splices) {
    byte[] edited() {
      ByteArrayOutputStream edited = new ByteArrayOutputStream();
      int at = 0;
      for (Splice splice : splices) {
        edited.write(content, at, splice.start() - at);
        edited.writeBytes(splice.text());
        at = splice.end();
      }
      edited.write(content, at, content.length - at);
      return edited.toByteArray();
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<String> line =
        Arbitraries.strings()
            .withChars("ab=<>-. \u00e4\"")
            .ofMaxLength(200)
            .map(String::stripTrailing);
    Arbitrary<byte[]> content =
        line.list().ofMinSize(1).ofMaxSize(8).map(lines -> Mail.bytes(String.join("\r\n", lines)));
    Arbitrary<List<Integer>> places =
        Arbitraries.integers().between(0, 1000).list().ofMinSize(1).ofMaxSize(6);
    Arbitrary<List<Integer>> lengths = Arbitraries.integers().between(1, 170).list().ofSize(6);
    return Combinators.combine(content, places, lengths).as(TransferEncodingTest::spliced);
  }

  private static Case spliced(byte[] content, List<Integer> places, List<Integer> lengths) {
    // As an attribute's value and a tag do, splices keep clear of line ends.
    List<Integer> sorted =
        places.stream()
            .map(place -> place % (content.length + 1))
            .filter(place -> place == content.length || content[place] != '\n')
            .distinct()
            .sorted()
            .toList();
    List<Splice> splices = new ArrayList<>();
    for (int i = 0; i + 1 < sorted.size(); i += 2) {
      int start = sorted.get(i);
      int end = i % 4 == 0 ? start : sorted.get(i + 1);
      if (end > start && content[end - 1] == '\r'
          || start == end && i > 0 && splices.get(splices.size() - 1).end() > start) {
        continue;
      }
      splices.add(Splice.replace(start, end, Mail.bytes(URL.substring(0, lengths.get(i)))));
    }
    if (splices.isEmpty()) {
      splices.add(Splice.replace(0, 0, Mail.bytes("x")));
    }
    return new Case(content, splices);
  }

  @Property(tries = 2000)
  void quotedPrintableCarriesEveryEdit(@ForAll("cases") Case edit) throws Exception {
    byte[] body = MailShell.QUOTED_PRINTABLE.encoded(edit.content());

    byte[] written = write(new QuotedPrintableEncoding(), body, edit.splices());

    assertArrayEquals(
        edit.edited(),
        new QuotedPrintableInputStream(new ByteArrayInputStream(written)).readAllBytes(),
        () -> Mail.text(written));
    assertLines(written, 76);
  }

  @Property(tries = 1000)
  void base64CarriesEveryEditAndKeepsWhatIsBeforeTheFirst(@ForAll("cases") Case edit)
      throws Exception {
    byte[] body = MailShell.BASE64_IN_SHORT_LINES.encoded(edit.content());

    byte[] written = write(new Base64Encoding(), body, edit.splices());

    assertArrayEquals(
        edit.edited(), new Base64InputStream(new ByteArrayInputStream(written)).readAllBytes());
    int same = edit.splices().get(0).start() / 3 * 4;
    same += Math.max(0, same - 1) / 60 * 2;
    assertEquals(Mail.text(body).substring(0, same), Mail.text(written).substring(0, same));
    assertLines(written, 76);
  }

  @Property(tries = 500)
  void plainContentCarriesEveryEdit(@ForAll("cases") Case edit) throws Exception {
    assertArrayEquals(edit.edited(), write(new IdentityEncoding(), edit.content(), edit.splices()));
  }

  private static byte[] write(TransferEncoding encoding, byte[] body, List<Splice> splices)
      throws MalformedBodyException, IOException {
    // Neighbours on both sides show that nothing outside the body is read or written.
    byte[] message = Mail.bytes("=3D\r\n" + Mail.text(body) + "=\r\nA");
    ByteRange slice = new ByteRange(message, 5, 5 + body.length);
    encoding.decode(slice);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    LineLengthOutput out = new LineLengthOutput(written);
    encoding.write(slice, splices, CRLF, out);
    out.flush();
    return written.toByteArray();
  }

  private static void assertLines(byte[] body, int limit) {
    assertTrue(Mail.text(body).lines().allMatch(line -> line.length() <= limit), Mail.text(body));
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
  void quotedPrintableIsReadAsReadersDo(String body, String content) throws Exception {
    byte[] bytes = Mail.bytes(body.replace("~", "\r\n").replace("\\t", "\t"));

    ByteRange decoded = new QuotedPrintableEncoding().decode(new ByteRange(bytes, 0, bytes.length));

    assertEquals(content, Mail.text(decoded.copy()));
  }

  @Test
  void anEditInQuotedPrintableLeavesTheLinesAroundItAlone() throws Exception {
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
  void aLineThatWasFullIsBrokenBeforeItsLastCharacter() throws Exception {
    String body = "x".repeat(73) + "=3D";

    byte[] written =
        write(
            new QuotedPrintableEncoding(),
            Mail.bytes(body),
            List.of(Splice.replace(74, 74, Mail.bytes("<img>"))));

    assertEquals("x".repeat(73) + "=\r\n=3D<img>", Mail.text(written));
  }

  @Test
  void anEditNeverMakesABoundaryOfContent() throws Exception {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QUJD*QUJD",
        "QUJDQ",
        "QUI=QUJD",
        "QUJD====",
        "QQ=",
        "QUJD=",
        "QUJD\r\n-- \r\nfooter",
        "QUJD\u00e4\u00e4\u00e4\u00e4"
      })
  void base64ThatReadersDoNotAgreeAboutIsRefused(String body) {
    byte[] bytes = Mail.bytes(body);

    assertThrows(
        MalformedBodyException.class,
        () -> new Base64Encoding().decode(new ByteRange(bytes, 0, bytes.length)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"QUJDREU=", "QUJDREU", "QUJD\r\n\r\n REU=\r\n\r\n", "Q\r\nU\r\nJDR\tEU=\n"})
  void base64WithWhiteSpaceOrWithoutPaddingIsRead(String body) throws Exception {
    byte[] bytes = Mail.bytes(body);

    ByteRange content = new Base64Encoding().decode(new ByteRange(bytes, 0, bytes.length));

    assertEquals(
        "ABCDE", Mail.text(Arrays.copyOfRange(content.bytes(), content.from(), content.to())));
  }

  @Test
  void whiteSpaceBehindBase64Stays() throws Exception {
    byte[] written =
        write(
            new Base64Encoding(),
            Mail.bytes("QUJDREU=\r\n\r\n"),
            List.of(Splice.replace(5, 5, Mail.bytes("F"))));

    assertEquals("QUJDREVG\r\n\r\n", Mail.text(written));
  }
}
