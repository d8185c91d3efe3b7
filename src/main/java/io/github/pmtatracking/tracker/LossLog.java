package io.github.pmtatracking.tracker;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of events that are lost: of the first one at once, then once a minute how many more there
 * were. Thread-safe.
 */
final class LossLog {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final long PERIOD_NANOS = 60_000_000_000L;

  /** Losses count as recent for so long. */
  private static final long RECENT_NANOS = 5 * PERIOD_NANOS;

  private final LongSupplier nanoTime;
  private boolean lostAny;
  private long lastLoss;
  private boolean toldAny;
  private long lastTold;
  private long untold;
  private String eventId = "";
  private String messageId = "";
  private String reason = "";

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  LossLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** An event is lost. */
  synchronized void lost(String event, String message, String why) {
    long now = nanoTime.getAsLong();
    lostAny = true;
    lastLoss = now;
    if (!toldAny || (untold == 0 && now - lastTold >= PERIOD_NANOS)) {
      told(now);
      LOG.error(
          "Event {} of message {} is lost: neither Redis nor the spool stored it: {}; the"
              + " number of further lost events is logged once a minute",
          event,
          message,
          why);
      return;
    }
    untold++;
    eventId = event;
    messageId = message;
    reason = why;
    tellIfDue();
  }

  /** Tells of those that came since the last line, if it is a minute ago. */
  synchronized void tellIfDue() {
    if (nanoTime.getAsLong() - lastTold >= PERIOD_NANOS) {
      tellRest();
    }
  }

  /** Tells of those that came since the last line: at the end of an outage, and of the process. */
  synchronized void tellRest() {
    if (untold > 0) {
      LOG.error(
          "{} more events are lost: neither Redis nor the spool stored them: {}; the last one"
              + " is event {} of message {}",
          untold,
          reason,
          eventId,
          messageId);
      told(nanoTime.getAsLong());
    }
  }

  private void told(long now) {
    toldAny = true;
    lastTold = now;
    untold = 0;
  }

  /** How many seconds ago the last event was lost; null when that was not in the last minutes. */
  synchronized @Nullable Long secondsSinceRecentLoss() {
    long age = nanoTime.getAsLong() - lastLoss;
    return lostAny && age < RECENT_NANOS ? age / 1_000_000_000 : null;
  }
}
