package io.github.pmtatracking.tracker;

import io.github.pmtatracking.spool.Spool;
import io.github.pmtatracking.spool.SpoolCounters;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The current problems of the tracker, as text for an operator; null if there are none. No method
 * waits for Redis or for a disk. Thread-safe.
 */
public final class TrackerHealth {
  private static final int HIGH_PERCENT = 80;
  private static final int FULL_PERCENT = 95;
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  private final EventQueue queue;
  private final Spool spool;
  private final TrackerCounters counters;

  public TrackerHealth(EventQueue queue, Spool spool, TrackerCounters counters) {
    this.queue = queue;
    this.spool = spool;
    this.counters = counters;
  }

  /** Redis is unavailable; events go to the spool. */
  public @Nullable String queueTrouble() {
    String reason = queue.trouble();
    return reason == null
        ? null
        : "Redis unavailable ("
            + reason
            + "); "
            + spool.counters().records()
            + " events wait on disk (tracker.spool.folder)";
  }

  /** The spool is over 80 % full, or has not been empty for 5 minutes. */
  public @Nullable String spoolTrouble() {
    long percent = percent();
    if (percent >= HIGH_PERCENT) {
      return fill(percent);
    }
    Duration waiting = queue.waiting();
    return waiting.compareTo(MAX_AGE) < 0
        ? null
        : "events have waited on disk (tracker.spool.folder) for "
            + waiting.toMinutes()
            + " min and do not go to Redis";
  }

  /** Events were lost in the last 5 minutes, or will be, as the spool is over 95 % full. */
  public @Nullable String lossTrouble() {
    Long seconds = queue.losses().secondsSinceRecentLoss();
    if (seconds != null) {
      return counters.lost()
          + " events lost since the start, the last one "
          + seconds
          + " s ago: neither Redis nor the spool stored them";
    }
    long percent = percent();
    return percent < FULL_PERCENT ? null : fill(percent);
  }

  private String fill(long percent) {
    return "the spool is "
        + percent
        + " % full (tracker.spool.max-bytes); beyond it events are lost";
  }

  private long percent() {
    SpoolCounters now = spool.counters();
    return now.records() == 0 ? 0 : now.bytes() * 100 / spool.options().maxBytes();
  }
}
