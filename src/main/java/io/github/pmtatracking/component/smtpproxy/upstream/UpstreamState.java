package io.github.pmtatracking.component.smtpproxy.upstream;

import org.jspecify.annotations.Nullable;

/** What became of the last attempts to connect to upstream. Thread-safe. */
public final class UpstreamState {
  private static final long FAILURES_OF_TROUBLE = 3;

  private long failures;
  private String reason = "";

  synchronized void connected() {
    failures = 0;
  }

  synchronized void failed(String why) {
    failures++;
    reason = why;
  }

  /** Why upstream cannot be used: the last three attempts failed; null when it can. */
  public synchronized @Nullable String trouble() {
    return failures < FAILURES_OF_TROUBLE
        ? null
        : "the last " + failures + " connections to upstream failed: " + reason;
  }
}
