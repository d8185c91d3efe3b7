package io.github.pmtatracking.wrapper;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The time for a mail grows with its size and no faster. Compared are the processor times for two
 * sizes, the best of several runs: so a busy machine makes no difference. Eight times the size
 * takes eight times as long; it would take 64 times as long if there were a loop within a loop.
 */
class RewritingTimeTest {
  private static final int SMALL = 48_000;
  private static final int TIMES_LARGER = 8;
  private static final int MAX_TIMES_SLOWER = 24;
  private static final int ATTEMPTS = 8;

  /** Below this the clock of a thread and the compiler make more of a difference than the mail. */
  private static final long MIN_NANOS = 1_000_000;

  private static final RewritePolicy POLICY =
      RewritePolicy.tracking(true, true, true)
          .with(new DkimPolicy(true, Set.of()))
          .withAmp()
          .with(OnFault.TEMPFAIL);

  /** Where no bound ends the work early, all of it has to be linear. */
  private static final RewritePolicy UNBOUNDED =
      POLICY.with(new RewriteLimits(1_000_000, 1_000_000, 1L << 30));

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  static List<HostileMail> mails() {
    return HostileMail.all();
  }

  static List<HostileMail> mailsWithoutLongBase() {
    return mails().stream().filter(mail -> !mail.name().contains("four kilobytes")).toList();
  }

  @ParameterizedTest
  @MethodSource("mails")
  void theTimeGrowsAsTheMailDoes(HostileMail mail) {
    requireLinear(POLICY, mail);
  }

  @ParameterizedTest
  @MethodSource("mailsWithoutLongBase")
  void theTimeGrowsAsTheMailDoesWhereNoBoundEndsTheWork(HostileMail mail) {
    requireLinear(UNBOUNDED, mail);
  }

  private static void requireLinear(RewritePolicy policy, HostileMail mail) {
    MessageRewriter rewriter = new MessageRewriter(Mail.TRACKER, policy);
    byte[] small = mail.ofSize(SMALL);
    byte[] large = mail.ofSize(SMALL * TIMES_LARGER);
    long smallNanos = Long.MAX_VALUE;
    long largeNanos = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS; i++) {
      smallNanos = Math.min(smallNanos, nanos(rewriter, small));
      largeNanos = Math.min(largeNanos, nanos(rewriter, large));
      if (i > 0 && isLinear(smallNanos, largeNanos)) {
        return;
      }
    }
    String seen = smallNanos / 1_000 + " and " + largeNanos / 1_000 + " microseconds";
    assertTrue(isLinear(smallNanos, largeNanos), () -> mail + ": " + seen);
  }

  private static boolean isLinear(long smallNanos, long largeNanos) {
    return largeNanos < MAX_TIMES_SLOWER * Math.max(smallNanos, MIN_NANOS);
  }

  private static long nanos(MessageRewriter rewriter, byte[] message) {
    long before = THREADS.getCurrentThreadCpuTime();
    for (TrackedCopy copy : rewriter.rewrite(message, List.of(Mail.RECIPIENT))) {
      try {
        copy.make().writeTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return THREADS.getCurrentThreadCpuTime() - before;
  }
}
