package io.github.pmtatracking.tracker;

import io.github.pmtatracking.time.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs lost events: the first one at once, then once a minute the number of further ones.
 * Thread-safe.
 */
final class LossLog {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final long PERIOD_NANOS = 60_000_000_000L;

  /** Losses count as recent for so long. */
  private static final long RECENT_NANOS = 5 * PERIOD_NANOS;

  private final Ticker ticker;
  private boolean lostAny;
  private long lastLoss;
  private boolean loggedAny;
  private long lastLogged;
  private long unlogged;
  private String eventId = "";
  private String messageId = "";
  private String reason = "";

  LossLog(Ticker ticker) {
    this.ticker = ticker;
  }

  /** An event is lost. */
  synchronized void lost(String event, String message, String why) {
    long now = ticker.read();
    lostAny = true;
    lastLoss = now;
    if (!loggedAny || (unlogged == 0 && now - lastLogged >= PERIOD_NANOS)) {
      logged(now);
      LOG.error(
          "Event lost: neither Redis nor the spool stored it; the number of further lost events is"
              + " logged once a minute: event={} message={} error={}",
          event,
          message,
          why);
      return;
    }
    unlogged++;
    eventId = event;
    messageId = message;
    reason = why;
    logIfDue();
  }

  /** Logs the events lost since the last line, if that is a minute ago. */
  synchronized void logIfDue() {
    if (ticker.read() - lastLogged >= PERIOD_NANOS) {
      logRest();
    }
  }

  /** Logs the events lost since the last line: at the end of an outage, and of the process. */
  synchronized void logRest() {
    if (unlogged > 0) {
      LOG.error(
          "More events lost: neither Redis nor the spool stored them: events={} last_event={}"
              + " last_message={} error={}",
          unlogged,
          eventId,
          messageId,
          reason);
      logged(ticker.read());
    }
  }

  private void logged(long now) {
    loggedAny = true;
    lastLogged = now;
    unlogged = 0;
  }

  /** How many seconds ago the last event was lost; null when that was not in the last minutes. */
  synchronized @Nullable Long secondsSinceRecentLoss() {
    long age = ticker.read() - lastLoss;
    return lostAny && age < RECENT_NANOS ? age / 1_000_000_000 : null;
  }
}
