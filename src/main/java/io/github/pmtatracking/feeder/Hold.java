package io.github.pmtatracking.feeder;

import org.jspecify.annotations.Nullable;

/** Whether the feeder holds everything back, and why. Thread-safe. */
public final class Hold {
  private volatile @Nullable String reason;

  /** The API refuses the site as it is configured. */
  void because(String reason) {
    this.reason = reason;
  }

  /** The API has taken events. */
  void over() {
    reason = null;
  }

  /** Why nothing is sent, or null when all is well. */
  public @Nullable String reason() {
    return reason;
  }
}
