package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.wrapper.RewriteOutcome;
import io.github.pmtatracking.wrapper.UntrackedReason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs and counts the copies that were not tracked because of a limit or a failure. Thread-safe.
 */
final class TrackingLog {
  private static final Logger LOG = LoggerFactory.getLogger(TrackingLog.class);

  private final LongAdder failures = new LongAdder();
  private final LongAdder overLimit = new LongAdder();

  /** Logs one copy; called once for each copy. */
  void made(String messageId, RewriteOutcome outcome) {
    if (outcome.skipped() == UntrackedReason.TOO_MUCH) {
      overLimit.increment();
      LOG.warn(
          "Message sent without tracking, it exceeds wrapper.max-parts, wrapper.max-links,"
              + " wrapper.max-growth or another limit: id={} total={}",
          messageId,
          overLimit.sum());
    }
    if (outcome.fault() != null) {
      failures.increment();
      LOG.warn(
          "Message sent without tracking, the rewriter failed: id={} total={} error={}",
          messageId,
          failures.sum(),
          outcome.fault());
    }
  }

  /** Logs a message that was refused with 452. */
  void noMemory(int messageBytes) {
    LOG.warn("Message refused with 452, no memory for its links in time: bytes={}", messageBytes);
  }

  /** The values of a copy for the detailed log line of its message, in their order there. */
  static Map<String, String> details(String messageId, RewriteOutcome outcome) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("id", messageId);
    details.put("links", Integer.toString(outcome.links()));
    details.put("pixels", Integer.toString(outcome.pixels()));
    if (outcome.fault() != null) {
      details.put("untracked", "fault");
    } else if (outcome.skipped() != null) {
      details.put("untracked", outcome.skipped().toString());
    }
    return Collections.unmodifiableMap(details);
  }
}
