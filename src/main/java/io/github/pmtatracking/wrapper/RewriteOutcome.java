package io.github.pmtatracking.wrapper;

import org.jspecify.annotations.Nullable;

/**
 * The changes that were made to one copy of a message.
 *
 * @param links links that now lead to the tracker
 * @param pixels open and initial-open pixels added
 * @param skipped why nothing was tracked; null if something was tracked, or after a fault
 * @param fault the failure of the rewriter for which nothing was tracked; null if none
 * @param arcSigned whether the changes broke a signature of ARC or DomainKeys
 */
public record RewriteOutcome(
    int links,
    int pixels,
    @Nullable UntrackedReason skipped,
    @Nullable String fault,
    boolean arcSigned) {
  public static RewriteOutcome tracked(int links, int pixels) {
    return new RewriteOutcome(links, pixels, null, null, false);
  }

  public static RewriteOutcome skipped(UntrackedReason reason) {
    return new RewriteOutcome(0, 0, reason, null, false);
  }

  static RewriteOutcome failed(Throwable fault) {
    return new RewriteOutcome(0, 0, null, fault.toString(), false);
  }
}
