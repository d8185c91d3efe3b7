package io.github.pmtatracking.component.smtpproxy;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What became of the last attempts to connect to upstream. Thread-safe. */
final class UpstreamState {
  private static final int FAILURES_OF_TROUBLE = 3;

  private final AtomicReference<Attempts> last = new AtomicReference<>(new Attempts(0, ""));

  /**
   * @param failed attempts that failed since the last one that did not
   * @param reason why the last one failed
   */
  private record Attempts(int failed, String reason) {}

  void connected() {
    last.set(new Attempts(0, ""));
  }

  void failed(String reason) {
    last.updateAndGet(
        before ->
            new Attempts(
                before.failed == Integer.MAX_VALUE ? before.failed : before.failed + 1, reason));
  }

  /** Why upstream cannot be used: the last three attempts failed; null when it can. */
  @Nullable String trouble() {
    Attempts now = last.get();
    return now.failed < FAILURES_OF_TROUBLE
        ? null
        : "the last " + now.failed + " connections to upstream failed: " + now.reason;
  }
}
