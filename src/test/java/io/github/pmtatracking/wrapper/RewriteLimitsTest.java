package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message that exceeds a limit is sent untracked. */
class RewriteLimitsTest {
  private static final RewriteLimits SMALL = new RewriteLimits(3, 5, 10_000);
  private static final RewritePolicy POLICY = Mail.EVERYTHING.with(SMALL);

  private static byte[] multipart(int parts) {
    return Mail.bytes(
        "X-Sp-Message-Id: 0000id\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\nContent-Type: text/html\r\n\r\n<p>x\r\n".repeat(parts)
            + "--b--\r\n");
  }

  private static void requireUntouched(TrackedCopy copy, byte[] message) {
    assertEquals(RewriteOutcome.skipped(UntrackedReason.TOO_MUCH), copy.outcome());
    assertArrayEquals(message, copy.message());
  }

  @Test
  void aMessageWithOnePartTooManyIsNotTracked() {
    assertEquals(RewriteOutcome.tracked(0, 2), Mail.rewrite(POLICY, multipart(3)).outcome());
    requireUntouched(Mail.rewrite(POLICY, multipart(4)), multipart(4));
  }

  @Test
  void nestedPartsCount() {
    String inner =
        Mail.text(multipart(1)).replace("boundary=b", "boundary=c").replace("--b", "--c");
    byte[] message =
        Mail.bytes(
            "X-Sp-Message-Id: 0000id\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                + ("--b\r\n" + inner).repeat(2)
                + "--b--\r\n");

    requireUntouched(Mail.rewrite(POLICY, message), message);
  }

  @Test
  void aMessageWithOneLinkTooManyIsNotTracked() {
    byte[] five = Mail.html("<a href=http://e.com>".repeat(5));
    byte[] six = Mail.html("<a href=http://e.com>".repeat(6));

    assertEquals(RewriteOutcome.tracked(5, 2), Mail.rewrite(POLICY, five).outcome());
    requireUntouched(Mail.rewrite(POLICY, six), six);
  }

  @Test
  void linksThatStayDoNotCount() {
    byte[] message = Mail.html("<a href=mailto:x><a href=#x><a href=/x>".repeat(100));

    assertEquals(RewriteOutcome.tracked(0, 2), Mail.rewrite(POLICY, message).outcome());
  }

  @Test
  void linksOfAllPartsAndRemovedAttributesCount() {
    byte[] message =
        Mail.bytes(
            Mail.text(multipart(3))
                .replace("<p>", "<a href=http://e.com><a href=x data-msys-clicktrack=0>"));

    requireUntouched(Mail.rewrite(POLICY, message), message);
  }

  @Test
  void aCopyThatWouldGrowTooMuchIsNotTracked() {
    RewriteLimits limits = new RewriteLimits(10, 10_000, 100_000);
    byte[] few = Mail.html("<a href=http://e.com>".repeat(100));
    byte[] many = Mail.html("<a href=http://e.com>".repeat(1_000));

    assertNull(Mail.rewrite(Mail.CLICKS.with(limits), few).outcome().skipped());
    requireUntouched(Mail.rewrite(Mail.CLICKS.with(limits), many), many);
  }

  @Test
  void aShortMailWithLongLinksBecauseOfItsBaseIsNotTracked() {
    String base = "<base href=\"http://e.com/" + "x".repeat(4_000) + "/\">";
    byte[] message = Mail.html(base, "<a href=x>".repeat(9_000));

    requireUntouched(Mail.rewrite(Mail.CLICKS, message), message);
  }

  @Test
  void aCopyOverUpstreamsSizeLimitIsNotTracked() {
    byte[] message = Mail.html("<a href=http://e.com>");
    MessageRewriter rewriter = new MessageRewriter(Mail.TRACKER, Mail.CLICKS);
    List<String> recipients = List.of(Mail.RECIPIENT);
    TrackedCopy tracked = rewriter.rewrite(message, recipients).get(0);
    int size = tracked.message().length;

    assertArrayEquals(
        tracked.message(),
        rewriter.rewrite(message, recipients, RewriteMemory.UNLIMITED, size).get(0).message());
    requireUntouched(
        rewriter.rewrite(message, recipients, RewriteMemory.UNLIMITED, size - 1).get(0), message);
  }

  @Test
  void aMessageOverALimitGetsItsId() {
    byte[] message = Mail.lines("Content-Type: text/html", "", "<a href=http://e.com>".repeat(6));

    TrackedCopy copy = Mail.rewrite(POLICY, message);

    assertEquals(
        Mail.text(message)
            .replace("\r\n\r\n", "\r\nX-Sp-Message-Id: " + copy.messageId() + "\r\n\r\n"),
        Mail.text(copy.message()));
  }

  @Test
  void aLargeCopyIsWrittenTheSameEachTime() throws Exception {
    byte[] message = Mail.html(("<a href=http://e.com>x</a>" + "y".repeat(200)).repeat(3_000));
    RewrittenMessage copy =
        new MessageRewriter(Mail.TRACKER, Mail.EVERYTHING)
            .rewrite(message, List.of(Mail.RECIPIENT))
            .get(0)
            .make();
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    ByteArrayOutputStream second = new ByteArrayOutputStream();

    copy.writeTo(first);
    copy.writeTo(second);

    assertEquals(RewriteOutcome.tracked(3_000, 2), copy.outcome());
    assertTrue(copy.size() > RewrittenMessage.MAX_KEPT_BYTES);
    assertEquals(copy.size(), first.size());
    assertArrayEquals(first.toByteArray(), second.toByteArray());
    Unwrapping.of(Mail.text(message), first.toString(StandardCharsets.ISO_8859_1));
  }
}
