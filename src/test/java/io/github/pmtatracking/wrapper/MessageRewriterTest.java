package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.wrapper.html.Pixel;
import io.github.pmtatracking.wrapper.html.TrackableUrls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
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

    TrackedCopy copy = Mail.rewrite(Mail.EVERYTHING, example);

    assertEquals(RewriteOutcome.tracked(2, 2), copy.outcome());
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
  void withTrackingOffNoByteChanges() {
    TrackedCopy copy = Mail.rewrite(RewritePolicy.tracking(false, false, false), HTML);

    assertArrayEquals(HTML, copy.message());
    assertEquals(RewriteOutcome.skipped(UntrackedReason.TRACKING_OFF), copy.outcome());
  }

  @Test
  void eachRecipientGetsACopyWithItsOwnIdAndLinks() {
    List<String> recipients = List.of("a@example.com", "b@example.com", "c@example.com");

    List<TrackedCopy> copies =
        new MessageRewriter(Mail.TRACKER, Mail.CLICKS).rewrite(HTML, recipients);

    assertEquals(recipients, copies.stream().map(copy -> copy.recipients().get(0)).toList());
    assertEquals(3, copies.stream().map(TrackedCopy::messageId).collect(Collectors.toSet()).size());
    for (TrackedCopy copy : copies) {
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

    List<TrackedCopy> copies =
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
  void aMessageThatDoesNotDifferByRecipientHasOneCopy() {
    byte[] message = Mail.lines("Subject: x", "", "plain http://example.com");

    List<TrackedCopy> copies =
        new MessageRewriter(Mail.TRACKER, Mail.EVERYTHING).rewrite(message, List.of("a@b", "c@d"));

    assertEquals(1, copies.size());
    assertEquals(List.of("a@b", "c@d"), copies.get(0).recipients());
    assertEquals(RewriteOutcome.skipped(UntrackedReason.NO_HTML), copies.get(0).outcome());
    assertEquals(
        "Subject: x\r\nX-Sp-Message-Id: "
            + copies.get(0).messageId()
            + "\r\n\r\nplain http://example.com\r\n",
        Mail.text(copies.get(0).message()));
  }

  @Test
  void linksOfASharedCopyNameTheMessageAndNoRecipient() {
    RewritePolicy shared = Mail.CLICKS.withOneCopyForAll();

    List<TrackedCopy> copies =
        new MessageRewriter(Mail.TRACKER, shared).rewrite(HTML, List.of("a@b", "c@d"));

    assertEquals(1, copies.size());
    String body = Mail.body(copies.get(0));
    var link = Mail.decode(body.substring(body.indexOf("https:"), body.indexOf("\">x")));
    assertEquals("", link.recipient());
    assertEquals(copies.get(0).messageId(), link.messageId());
  }

  @Test
  void aMessageIsSentUntrackedIfTheRewriterFails() {
    List<TrackedCopy> copies = broken(OnFault.PASS).rewrite(HTML, List.of("a@b", "c@d"));

    for (TrackedCopy copy : copies) {
      assertEquals("java.lang.IllegalStateException: broken", copy.outcome().fault());
      assertEquals(0, copy.outcome().links());
      assertEquals(
          Mail.text(HTML)
              .replace("\r\n\r\n", "\r\nX-Sp-Message-Id: " + copy.messageId() + "\r\n\r\n"),
          Mail.text(copy.message()));
    }
    assertNotEquals(copies.get(0).messageId(), copies.get(1).messageId());
  }

  @Test
  void aFailureIsThrownIfThePolicyForbidsUntrackedMail() {
    RewriteFailedException fault =
        assertThrows(
            RewriteFailedException.class,
            () -> broken(OnFault.TEMPFAIL).rewrite(HTML, List.of("a@b")).get(0).make());

    assertTrue(String.valueOf(fault.getMessage()).contains("wrapper.on-fault=tempfail"));
  }

  @Test
  void twentyClientsAtOnceGetTheirOwnIdsAndRecipients() throws Exception {
    MessageRewriter rewriter = new MessageRewriter(Mail.TRACKER, Mail.EVERYTHING);
    ExecutorService clients = Executors.newFixedThreadPool(20);
    List<Future<Integer>> wrong = new ArrayList<>();
    for (int client = 0; client < 20; client++) {
      String recipient = "client" + client + "@example.com";
      wrong.add(clients.submit(() -> wrongLinks(rewriter, recipient)));
    }
    for (Future<Integer> links : wrong) {
      assertEquals(0, links.get());
    }
    clients.shutdown();
  }

  private static int wrongLinks(MessageRewriter rewriter, String recipient) {
    int wrong = 0;
    for (MailShell shell : MailShell.values()) {
      for (int i = 0; i < 8; i++) {
        byte[] html = Mail.bytes("<body><a href='http://e.com/" + i + "'>x</a></body>");
        TrackedCopy copy = rewriter.rewrite(shell.mail(html, "utf-8"), List.of(recipient)).get(0);
        String text = Mail.text(NewsletterTest.decodedHtml(copy.message()));
        Unwrapping unwrapped = Unwrapping.of(Mail.text(html), text);
        boolean right =
            unwrapped.pixels().size() == 2
                && unwrapped.links().get(0).recipient().equals(recipient)
                && unwrapped.links().get(0).messageId().equals(copy.messageId())
                && unwrapped.links().get(0).targetUrl().equals("http://e.com/" + i);
        wrong += right ? 0 : 1;
      }
    }
    return wrong;
  }

  @Test
  void anAmpPartIsTrackedIfChosenWithItsOwnEvents() {
    byte[] message =
        Mail.lines(
            "Content-Type: text/x-amp-html",
            "",
            "<html amp4email><body><a href=\"http://e.com/\">x</a></body></html>");

    assertEquals(
        UntrackedReason.NO_HTML, Mail.rewrite(Mail.EVERYTHING, message).outcome().skipped());
    TrackedCopy copy = Mail.rewrite(withAmp(), message);
    assertEquals(RewriteOutcome.tracked(1, 2), copy.outcome());
    assertEquals(
        "<html amp4email><body>"
            + String.join("", Pixel.ampHtml("[ai]"))
            + "<a href=\"[ac http://e.com/]\">x</a>"
            + String.join("", Pixel.ampHtml("[ao]"))
            + "</body></html>\r\n",
        Mail.inWords(Mail.body(copy)));
  }

  @Test
  void anAmpPartGetsNoPixelFromATrackerWithoutTls() {
    MessageRewriter rewriter =
        new MessageRewriter(new TrackingUrl("http://track.example.net"), withAmp());

    TrackedCopy copy =
        rewriter
            .rewrite(
                Mail.lines("Content-Type: text/x-amp-html", "", "<a href=\"http://e.com/\">x</a>"),
                List.of(Mail.RECIPIENT))
            .get(0);

    assertEquals(RewriteOutcome.tracked(1, 0), copy.outcome());
  }

  private static RewritePolicy withAmp() {
    return Mail.EVERYTHING.withAmp();
  }

  private static MessageRewriter broken(OnFault onFault) {
    return failing(
        onFault,
        link -> {
          throw new IllegalStateException("broken");
        });
  }

  private static MessageRewriter failing(OnFault onFault, Function<TrackingLink, String> urls) {
    return new MessageRewriter(
        Mail.CLICKS.with(onFault),
        new TrackableUrls(Mail.TRACKER),
        (link, subPath) -> urls.apply(link),
        new MessageIdGenerator(InstantSource.system()));
  }

  private static String overflow(TrackingLink link) {
    throw new StackOverflowError();
  }

  @Test
  void aStackOverflowCountsAsFailureOfTheMessage() {
    byte[] message = Mail.html("<a href=http://e.com>");
    List<String> recipients = List.of(Mail.RECIPIENT);

    TrackedCopy passed =
        failing(OnFault.PASS, MessageRewriterTest::overflow).rewrite(message, recipients).get(0);
    assertEquals("java.lang.StackOverflowError", passed.outcome().fault());
    assertArrayEquals(message, passed.message());
    TrackedCopy deferred =
        failing(OnFault.TEMPFAIL, MessageRewriterTest::overflow)
            .rewrite(message, recipients)
            .get(0);
    assertThrows(RewriteFailedException.class, deferred::make);
  }

  @Test
  void anOutOfMemoryErrorIsThrown() {
    TrackedCopy copy =
        failing(
                OnFault.PASS,
                link -> {
                  throw new OutOfMemoryError("for the test");
                })
            .rewrite(Mail.html("<a href=http://e.com>"), List.of(Mail.RECIPIENT))
            .get(0);

    assertThrows(OutOfMemoryError.class, copy::make);
  }
}
