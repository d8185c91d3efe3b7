package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessageRewriterTest {
  private static final byte[] HTML =
      Mail.lines(
          "From: a@example.com",
          "Content-Type: text/html",
          "",
          "<body><a href=\"http://example.com/x\">x</a></body>");

  @Test
  void theExampleGetsTwoLinksAndBothPixelsAndKeepsEveryOtherByte() throws Exception {
    byte[] example = Files.readAllBytes(Path.of("example.eml"));

    Copy copy = Mail.rewrite(Mail.EVERYTHING, example);

    assertEquals(Outcome.tracked(2, 2), copy.outcome());
    String softBreaksUndone = Mail.text(copy.message()).replace("=\r\n", "");
    String words = Mail.inWords(softBreaksUndone.replace("=3D", "="));
    assertEquals(
        Mail.text(example)
            .replace("=\r\n", "")
            .replace("=3D", "=")
            .replace(
                "\r\n\r\nA reader", "\r\nX-Sp-Message-Id: " + copy.messageId() + "\r\n\r\nA reader")
            .replace("333333\">", "333333\">" + pixel("i"))
            .replace(
                "\"https://example.com/bread?week=1&amp;from=letter\"",
                "\"[c https://example.com/bread?week=1&from=letter]\"")
            .replace("\"https://example.com/way\"", "\"[c https://example.com/way]\"")
            .replace("</body>", pixel("o") + "</body>"),
        words);
  }

  private static String pixel(String action) {
    return String.join("", Pixel.html("[" + action + "]"));
  }

  @Test
  void withTrackingOffTheMessageIsWhatCame() {
    Copy copy = Mail.rewrite(RewritePolicy.tracking(false, false, false), HTML);

    assertArrayEquals(HTML, copy.message());
    assertEquals(Outcome.skipped(Skipped.TRACKING_OFF), copy.outcome());
  }

  @Test
  void eachRecipientGetsACopyWithAnIdAndLinksOfHisOwn() {
    List<String> recipients = List.of("a@example.com", "b@example.com", "c@example.com");

    List<Copy> copies = new MessageRewriter(Mail.TRACKER, Mail.CLICKS).rewrite(HTML, recipients);

    assertEquals(recipients, copies.stream().map(copy -> copy.recipients().get(0)).toList());
    assertEquals(3, copies.stream().map(Copy::messageId).collect(Collectors.toSet()).size());
    for (Copy copy : copies) {
      String body = Mail.body(copy);
      var link = Mail.decode(body.substring(body.indexOf("https:"), body.indexOf("\">x")));
      assertEquals(copy.recipients().get(0), link.recipient());
      assertEquals(copy.messageId(), link.messageId());
      assertTrue(
          Mail.text(copy.message()).contains("X-Sp-Message-Id: " + copy.messageId() + "\r\n"));
    }
  }

  @Test
  void theClientsIdStaysInTheFirstCopyAndIsReplacedInTheOthers() {
    byte[] message =
        Mail.lines(
            "x-sp-message-ID:  mine ", "Content-Type: text/html", "", "<a href=http://e.com>");

    List<Copy> copies =
        new MessageRewriter(Mail.TRACKER, Mail.CLICKS).rewrite(message, List.of("a@b", "c@d"));

    assertEquals("mine", copies.get(0).messageId());
    assertTrue(
        Mail.text(copies.get(0).message()).startsWith("x-sp-message-ID:  mine \r\nContent-"));
    assertNotEquals("mine", copies.get(1).messageId());
    assertTrue(
        Mail.text(copies.get(1).message())
            .startsWith("x-sp-message-ID:  " + copies.get(1).messageId() + " \r\nContent-"));
  }

  @Test
  void withNothingToTellRecipientsApartThereIsOneCopy() {
    byte[] message = Mail.lines("Subject: x", "", "plain http://example.com");

    List<Copy> copies =
        new MessageRewriter(Mail.TRACKER, Mail.EVERYTHING).rewrite(message, List.of("a@b", "c@d"));

    assertEquals(1, copies.size());
    assertEquals(List.of("a@b", "c@d"), copies.get(0).recipients());
    assertEquals(Outcome.skipped(Skipped.NO_HTML), copies.get(0).outcome());
    assertEquals(
        "Subject: x\r\nX-Sp-Message-Id: "
            + copies.get(0).messageId()
            + "\r\n\r\nplain http://example.com\r\n",
        Mail.text(copies.get(0).message()));
  }

  @Test
  void aSharedCopyTellsTheMessageButNoRecipient() {
    RewritePolicy shared =
        new RewritePolicy(
            false, false, true, MultipleRecipients.SHARED, DkimPolicy.SKIP, false, OnFault.PASS);

    List<Copy> copies =
        new MessageRewriter(Mail.TRACKER, shared).rewrite(HTML, List.of("a@b", "c@d"));

    assertEquals(1, copies.size());
    String body = Mail.body(copies.get(0));
    var link = Mail.decode(body.substring(body.indexOf("https:"), body.indexOf("\">x")));
    assertEquals("", link.recipient());
    assertEquals(copies.get(0).messageId(), link.messageId());
  }

  @Test
  void aMessageIdIsMadeAsPowerMtaMakesIt() {
    MessageIds ids = new MessageIds(() -> java.time.Instant.ofEpochSecond(0x5e9f1a2b), 7);

    String first = ids.next();

    assertTrue(first.matches("00002b1a9f5e[0-9a-f]{8}"), first);
    assertNotEquals(first, ids.next());
  }
}
