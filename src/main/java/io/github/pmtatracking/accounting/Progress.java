package io.github.pmtatracking.accounting;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Shows at a terminal how much of a file is read, if reading takes longer than two seconds.
 * Thread-safe.
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
   * @param terminal a stream on which a line can be overwritten
   */
  public Progress(PrintStream terminal, InstantSource clock, AccountingCounters counters) {
    this.terminal = terminal;
    this.clock = clock;
    this.counters = counters;
    this.next = clock.instant().plus(QUIET);
  }

  /**
   * Shows the percentage, at most once a second.
   *
   * @param percent -1 for input of unknown length: then nothing is shown
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

  /** Ends the line, if one was shown. */
  public synchronized void end() {
    if (shown) {
      terminal.println();
      shown = false;
    }
  }
}
