package io.github.pmtatracking.wrapper.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pmtatracking.wrapper.Mail;
import io.github.pmtatracking.wrapper.MailShell;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64EncodingTest extends SplicedContent {
  @Property(tries = 1000)
  void everyEditIsInTheDecodedContentAndTheBytesBeforeTheFirstStay(@ForAll("cases") Case edit)
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
  void malformedBase64IsRefused(String body) {
    byte[] bytes = Mail.bytes(body);

    assertThrows(
        MalformedBodyException.class,
        () -> new Base64Encoding().decode(new ByteRange(bytes, 0, bytes.length)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"QUJDREU=", "QUJDREU", "QUJD\r\n\r\n REU=\r\n\r\n", "Q\r\nU\r\nJDR\tEU=\n"})
  void whiteSpaceAndMissingPaddingAreAccepted(String body) throws Exception {
    byte[] bytes = Mail.bytes(body);

    ByteRange content = new Base64Encoding().decode(new ByteRange(bytes, 0, bytes.length));

    assertEquals(
        "ABCDE", Mail.text(Arrays.copyOfRange(content.bytes(), content.from(), content.to())));
  }

  @Test
  void whiteSpaceAtTheEndStays() throws Exception {
    byte[] written =
        write(
            new Base64Encoding(),
            Mail.bytes("QUJDREU=\r\n\r\n"),
            List.of(Splice.replace(5, 5, Mail.bytes("F"))));

    assertEquals("QUJDREVG\r\n\r\n", Mail.text(written));
  }
}
