package io.github.pmtatracking.wrapper;

import org.jspecify.annotations.Nullable;

/**
 * What was done to one copy of a message.
 *
 * @param links links that now lead to the tracker
 * @param pixels open and initial-open pixels added
 * @param skipped why nothing was tracked; null when something was, or after a fault
 * @param fault what went wrong in the rewriter; null unless the message had to go untracked for it
 */
public record RewriteOutcome(
    int links, int pixels, @Nullable UntrackedReason skipped, @Nullable String fault) {
  public static RewriteOutcome tracked(int links, int pixels) {
    return new RewriteOutcome(links, pixels, null, null);
  }

  public static RewriteOutcome skipped(UntrackedReason reason) {
    return new RewriteOutcome(0, 0, reason, null);
  }

  static RewriteOutcome faulty(Throwable fault) {
    return new RewriteOutcome(0, 0, null, fault.toString());
  }
}
