package io.github.pmtatracking.wrapper.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.wrapper.Mail;
import io.github.pmtatracking.wrapper.RewriteOutcome;
import io.github.pmtatracking.wrapper.TrackedCopy;
import io.github.pmtatracking.wrapper.UntrackedReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderBlockTest {
  private static HeaderBlock read(String text) {
    return HeaderBlock.read(Mail.bytes(text), 0, text.length());
  }

  @Test
  void aFoldedFieldIsOneValueWithoutItsLineEnds() {
    HeaderBlock header =
        read("A: x\r\nContent-Type : text/html;\r\n\tcharset=utf-8 \r\n\r\nA: body");

    List<HeaderBlock.Field> types = header.all("content-type");
    assertEquals(1, types.size());
    assertEquals("text/html;\tcharset=utf-8", header.value(types.get(0)));
    assertTrue(header.wellFormed());
    assertEquals(
        "A: body".length(),
        "A: x\r\nContent-Type : text/html;\r\n\tcharset=utf-8 \r\n\r\nA: body".length()
            - header.bodyStart());
    assertEquals(header.bodyStart() - 2, header.end());
    assertEquals("\r\n", header.lineEnd());
  }

  @Test
  void fieldsKeepTheirOrderAndOtherFieldsAreLeftOut() {
    HeaderBlock header = read("DKIM-Signature: 1\nSubject: x\ndkim-signature: 2\n\n");

    assertEquals(
        List.of("1", "2"), header.all("dkim-signature").stream().map(header::value).toList());
    assertEquals(List.of(), header.all("subject"));
    assertEquals("\n", header.lineEnd());
  }

  @Test
  void aLineThatIsNoFieldEndsTheBlock() {
    HeaderBlock header = read("A: x\r\nno field\r\nContent-Type: text/html\r\n\r\n");

    assertFalse(header.wellFormed());
    assertEquals(List.of(), header.all("content-type"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no header\r\n\r\nbody",
        " folded: first\r\n\r\nx",
        "A: b\r\nno field\r\n\r\nx",
        ": x\r\n\r\n",
        "Caf\u00e9: x\r\n\r\n"
      })
  void withoutAHeaderBlockNothingIsAdded(String mail) {
    TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, Mail.bytes(mail));

    assertArrayEquals(Mail.bytes(mail), copy.message());
    assertEquals("", copy.messageId());
    assertEquals(UntrackedReason.MALFORMED_HEADER, copy.outcome().skipped());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"X-Sp-Message-Id:\r\n", "DKIM-Signature: d=x\r\n", "Content-Type: text/html\r\n"})
  void aHeaderWithThousandsOfRelevantFieldsIsNotChanged(String field) {
    byte[] message = Mail.bytes(field.repeat(1_001) + "\r\n<a href=http://e.com>");

    TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, message);

    assertEquals(RewriteOutcome.skipped(UntrackedReason.TOO_MUCH), copy.outcome());
    assertArrayEquals(message, copy.message());
  }

  @Test
  void aHeaderWithThousandsOfOtherFieldsIsTracked() {
    byte[] message =
        Mail.bytes("X-Other: x\r\n".repeat(50_000) + "Content-Type: text/html\r\n\r\n<p>");

    assertEquals(RewriteOutcome.tracked(0, 2), Mail.rewrite(Mail.EVERYTHING, message).outcome());
  }

  @Test
  void aContentTypeOverSixtyFourKilobytesIsNotRead() {
    byte[] message =
        Mail.bytes(
            "Content-Type: text/html" + ";".repeat(65_536) + "\r\n\r\n<a href=http://e.com>");

    TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, message);

    assertEquals(RewriteOutcome.skipped(UntrackedReason.TOO_MUCH), copy.outcome());
    assertArrayEquals(message, copy.message());
  }
}
