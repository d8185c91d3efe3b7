package io.github.pmtatracking.accounting;

import static io.github.pmtatracking.logging.LogMarkers.MAY_WAIT;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged of loaded records: a line for each, as the original has it, or nothing here and a
 * summary every minute. Lines are written by a thread of their own, never by an event loop.
 */
public final class AccountingLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.pmtatracking.accounting");

  private final boolean each;
  private final Executor lines;
  private final AccountingCounters counters;
  private long loadedBefore;

  /**
   * @param each whether each record is logged
   * @param lines where lines are written
   */
  public AccountingLog(boolean each, Executor lines, AccountingCounters counters) {
    this.each = each;
    this.lines = lines;
    this.counters = counters;
  }

  /** Counts and logs; completes when the lines are written, so that the reader keeps their pace. */
  CompletableFuture<Void> loaded(List<AttributeRecord> attributes) {
    counters.loaded(attributes.size());
    if (!each || attributes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(
        () -> attributes.forEach(one -> LOG.info(MAY_WAIT, "Loaded " + one + " into Redis")),
        lines);
  }

  /** The summary of the last interval, if anything was loaded; called by a timer. */
  public synchronized void summary() {
    long loaded = counters.loaded();
    if (!each && loaded != loadedBefore) {
      LOG.info(
          "Loaded {} records into Redis; since the start: {}", loaded - loadedBefore, counters);
      loadedBefore = loaded;
    }
  }
}
