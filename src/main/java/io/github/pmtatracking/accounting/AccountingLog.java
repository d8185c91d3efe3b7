package io.github.pmtatracking.accounting;

import static io.github.pmtatracking.logging.LogMarkers.MAY_WAIT;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs loaded records: one line for each record, as the original does, or a summary from time to
 * time. One thread of its own writes the lines, never an event loop. Thread-safe.
 */
public final class AccountingLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.pmtatracking.accounting");

  private final boolean each;
  private final Executor lines;
  private final AccountingCounters counters;
  private long loadedBefore;

  /**
   * @param each one line for each record; otherwise {@link #summary} logs
   * @param lines runs the writing of lines
   */
  public AccountingLog(boolean each, Executor lines, AccountingCounters counters) {
    this.each = each;
    this.lines = lines;
    this.counters = counters;
  }

  /** Counts and logs. Completes when the lines are written, so that no more is read meanwhile. */
  CompletableFuture<Void> loaded(List<AttributeRecord> attributes) {
    counters.countLoaded(attributes.size());
    if (!each || attributes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(
        () -> attributes.forEach(one -> LOG.info(MAY_WAIT, "Loaded " + one + " into Redis")),
        lines);
  }

  /** Logs the number of records since the last summary, if there are any. */
  public synchronized void summary() {
    long loaded = counters.loaded();
    if (!each && loaded != loadedBefore) {
      LOG.info(
          "Loaded records into Redis: records={} since_start={}", loaded - loadedBefore, counters);
      loadedBefore = loaded;
    }
  }
}
