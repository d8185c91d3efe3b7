package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.wrapper.html.TrackableUrls;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is more than a message may make of itself goes through as it came. */
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
  void asManyPartsAsAreAllowedAreTrackedAndOneMoreIsNot() {
    assertEquals(RewriteOutcome.tracked(0, 6), Mail.rewrite(POLICY, multipart(3)).outcome());
    requireUntouched(Mail.rewrite(POLICY, multipart(4)), multipart(4));
  }

  @Test
  void partsWithinPartsCount() {
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
  void asManyLinksAsAreAllowedAreTrackedAndOneMoreIsNot() {
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
  void linksOfAllPartsAndTheSwitchesThatAreTakenOutCount() {
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
  void aShortMailWhoseLinksGetLongByTheirBaseIsNotTracked() {
    String base = "<base href=\"http://e.com/" + "x".repeat(4_000) + "/\">";
    byte[] message = Mail.html(base, "<a href=x>".repeat(9_000));

    requireUntouched(Mail.rewrite(Mail.CLICKS, message), message);
  }

  @Test
  void whatUpstreamWouldRefuseForItsSizeGoesAsItCame() {
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
  void theIdIsAddedToWhatIsTooMuchAsToAllThatIsNotTracked() {
    byte[] message = Mail.lines("Content-Type: text/html", "", "<a href=http://e.com>".repeat(6));

    TrackedCopy copy = Mail.rewrite(POLICY, message);

    assertEquals(
        Mail.text(message)
            .replace("\r\n\r\n", "\r\nX-Sp-Message-Id: " + copy.messageId() + "\r\n\r\n"),
        Mail.text(copy.message()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"X-Sp-Message-Id:\r\n", "DKIM-Signature: d=x\r\n", "Content-Type: text/html\r\n"})
  void aHeaderWithThousandsOfFieldsThatMatterIsLeftAlone(String field) {
    byte[] message = Mail.bytes(field.repeat(1_001) + "\r\n<a href=http://e.com>");

    requireUntouched(Mail.rewrite(Mail.EVERYTHING, message), message);
  }

  @Test
  void aHeaderWithThousandsOfOtherFieldsIsTracked() {
    byte[] message =
        Mail.bytes("X-Other: x\r\n".repeat(50_000) + "Content-Type: text/html\r\n\r\n<p>");

    assertEquals(RewriteOutcome.tracked(0, 2), Mail.rewrite(Mail.EVERYTHING, message).outcome());
  }

  @Test
  void aTypeOverSixtyFourKilobytesIsNotRead() {
    byte[] message =
        Mail.bytes(
            "Content-Type: text/html" + ";".repeat(65_536) + "\r\n\r\n<a href=http://e.com>");

    requireUntouched(Mail.rewrite(Mail.EVERYTHING, message), message);
  }

  @ParameterizedTest
  @CsvSource({"4096, 1", "4097, 0"})
  void aBaseOverFourKilobytesIsNone(int length, int links) {
    String base = "http://e.com/" + "x".repeat(length - 13 - 1) + "/";
    byte[] message = Mail.html("<base href=\"" + base + "\"><a href=//f.com/>");

    assertEquals(links, Mail.rewrite(Mail.CLICKS, message).outcome().links());
  }

  @Test
  void anotherBaseDoesNotTakeThePlaceOfOneThatIsTooLong() {
    byte[] message =
        Mail.html(
            "<base href=\"http://e.com/"
                + "x".repeat(4_100)
                + "\"><base href=http://f.com>"
                + "<a href=x>");

    assertEquals(0, Mail.rewrite(Mail.CLICKS, message).outcome().links());
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

  /** Keeps account of what is asked for. */
  private static final class Account implements RewriteMemory {
    private final List<String> asked = new ArrayList<>();
    private final long decoding;
    private final long tracking;
    private long taken;
    private long kept;

    Account(long decoding, long tracking) {
      this.decoding = decoding;
      this.tracking = tracking;
    }

    @Override
    public boolean takeForDecoding(long bytes) {
      asked.add("decoding");
      return bytes <= decoding;
    }

    @Override
    public boolean takeForTracking(long bytes) {
      asked.add("tracking");
      taken = bytes;
      return bytes <= tracking;
    }

    @Override
    public void keep(long bytes) {
      asked.add("keep");
      kept = bytes;
    }
  }

  private static TrackedCopy rewrite(byte[] message, RewriteMemory memory) {
    return new MessageRewriter(Mail.TRACKER, Mail.EVERYTHING)
        .rewrite(message, List.of(Mail.RECIPIENT), memory, Long.MAX_VALUE)
        .get(0);
  }

  @Test
  void memoryIsAskedForBeforeAndMostOfItGivenBackBehind() {
    byte[] message =
        MailShell.BASE64.mail(
            Mail.bytes("<a href=http://e.com>" + "<area>".repeat(9_000)), "utf-8");
    Account account = new Account(1 << 30, 1 << 30);

    assertEquals(RewriteOutcome.tracked(1, 2), rewrite(message, account).outcome());

    assertEquals(List.of("decoding", "tracking", "keep"), account.asked);
    assertTrue(account.kept > 0);
    assertTrue(account.kept < account.taken / 4, account.kept + " of " + account.taken);
  }

  @Test
  void whereThereIsNeverSoMuchMemoryTheMessageGoesAsItCame() {
    byte[] message = MailShell.BASE64.mail(Mail.bytes("<a href=http://e.com>"), "utf-8");

    for (Account account : List.of(new Account(10, 1 << 30), new Account(1 << 30, 10))) {
      assertEquals(
          RewriteOutcome.skipped(UntrackedReason.TOO_MUCH), rewrite(message, account).outcome());
      assertEquals("keep", account.asked.get(account.asked.size() - 1));
      assertEquals(0, account.kept);
    }
  }

  @Test
  void aMessageWithoutHtmlTakesNothing() {
    Account account = new Account(0, 0);

    assertEquals(
        RewriteOutcome.skipped(UntrackedReason.NO_HTML),
        rewrite(Mail.lines("Subject: x", "", "text"), account).outcome());

    assertEquals(List.of("keep"), account.asked);
    assertEquals(0, account.kept);
  }

  private static MessageRewriter failing(OnFault onFault, Function<TrackingLink, String> urls) {
    return new MessageRewriter(
        Mail.CLICKS.with(onFault),
        new TrackableUrls(Mail.TRACKER),
        urls,
        new MessageIdGenerator(InstantSource.system()));
  }

  private static String overflow(TrackingLink link) {
    throw new StackOverflowError();
  }

  @Test
  void aStackThatOverflowsIsTheMessagesFault() {
    byte[] message = Mail.html("<a href=http://e.com>");
    List<String> recipients = List.of(Mail.RECIPIENT);

    TrackedCopy passed =
        failing(OnFault.PASS, RewriteLimitsTest::overflow).rewrite(message, recipients).get(0);
    assertEquals("java.lang.StackOverflowError", passed.outcome().fault());
    assertArrayEquals(message, passed.message());
    TrackedCopy deferred =
        failing(OnFault.TEMPFAIL, RewriteLimitsTest::overflow).rewrite(message, recipients).get(0);
    assertThrows(RewriteFailedException.class, deferred::make);
  }

  @Test
  void aLackOfMemoryIsNot() {
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
