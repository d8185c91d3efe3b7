package io.github.pmtatracking.accounting;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Tells somebody at a terminal how far a file is, once it takes longer than a few seconds. Used by
 * one thread, closed by another.
 */
public final class Progress {
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final PrintStream terminal;
  private final InstantSource clock;
  private final AccountingCounters counters;
  private Instant next;
  private boolean shown;

  /**
   * @param terminal where a line can be overwritten
   */
  public Progress(PrintStream terminal, InstantSource clock, AccountingCounters counters) {
    this.terminal = terminal;
    this.clock = clock;
    this.counters = counters;
    this.next = clock.instant().plus(QUIET);
  }

  /**
   * Shows where the reading is, at most once a second.
   *
   * @param percent -1 for input of unknown length, of which nothing is shown
   */
  public synchronized void show(String source, int percent) {
    Instant now = clock.instant();
    if (percent < 0 || now.isBefore(next)) {
      return;
    }
    next = now.plus(INTERVAL);
    shown = true;
    terminal.print(
        String.format(
            Locale.ROOT, "\r%s %3d %%  %,d lines read", source, percent, counters.read()));
    terminal.flush();
  }

  /** Leaves the line, if there was one. */
  public synchronized void end() {
    if (shown) {
      terminal.println();
      shown = false;
    }
  }
}
