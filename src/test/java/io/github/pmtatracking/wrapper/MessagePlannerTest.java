package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory that a message takes while its plan is made. */
class MessagePlannerTest {
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
  void memoryIsTakenBeforeTheWorkAndMostOfItReturnedAfterwards() {
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
  void aMessageThatNeedsMoreThanTheWholeMemoryIsNotTracked() {
    byte[] message = MailShell.BASE64.mail(Mail.bytes("<a href=http://e.com>"), "utf-8");

    for (Account account : List.of(new Account(10, 1 << 30), new Account(1 << 30, 10))) {
      assertEquals(
          RewriteOutcome.skipped(UntrackedReason.TOO_MUCH), rewrite(message, account).outcome());
      assertEquals("keep", account.asked.get(account.asked.size() - 1));
      assertEquals(0, account.kept);
    }
  }

  @Test
  void aMessageWithoutHtmlTakesNoMemory() {
    Account account = new Account(0, 0);

    assertEquals(
        RewriteOutcome.skipped(UntrackedReason.NO_HTML),
        rewrite(Mail.lines("Subject: x", "", "text"), account).outcome());

    assertEquals(List.of("keep"), account.asked);
    assertEquals(0, account.kept);
  }
}
