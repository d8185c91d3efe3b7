package io.github.pmtatracking.component.smtpproxy.upstream;

import org.jspecify.annotations.Nullable;

/** The results of the last attempts to connect to upstream. Thread-safe. */
public final class UpstreamState {
  private static final long MIN_FAILURES = 3;

  private long failures;
  private String reason = "";

  synchronized void connected() {
    failures = 0;
  }

  synchronized void failed(String why) {
    failures++;
    reason = why;
  }

  /** The reason when the last three attempts failed; null otherwise. */
  public synchronized @Nullable String failure() {
    return failures < MIN_FAILURES
        ? null
        : "the last " + failures + " connections to upstream failed: " + reason;
  }
}
