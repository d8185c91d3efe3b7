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
public record Outcome(int links, int pixels, @Nullable Skipped skipped, @Nullable String fault) {
  static Outcome tracked(int links, int pixels) {
    return new Outcome(links, pixels, null, null);
  }

  static Outcome skipped(Skipped reason) {
    return new Outcome(0, 0, reason, null);
  }

  static Outcome faulty(Throwable fault) {
    return new Outcome(0, 0, null, fault.toString());
  }
}
