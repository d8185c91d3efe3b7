package io.github.pmtatracking.logging;

import java.time.InstantSource;

/**
 * Limits the log lines of one kind per second, and counts the lines beyond the limit. Without it,
 * clients could fill the disk, because their requests cause the lines. Thread-safe.
 */
public final class LineLimit {
  /** The answer of {@link #ask} for a line that must be left out. */
  public static final long LEFT_OUT = -1;

  private final int linesPerSecond;
  private final InstantSource clock;
  private long second = Long.MIN_VALUE;
  private int lines;
  private long leftOut;

  /** Permits this number of lines in each second of the clock. */
  public LineLimit(int linesPerSecond, InstantSource clock) {
    this.linesPerSecond = linesPerSecond;
    this.clock = clock;
  }

  /**
   * Asks for a line.
   *
   * @return {@link #LEFT_OUT} if it must be left out; otherwise the number of lines that were left
   *     out since the last one that passed
   */
  public synchronized long ask() {
    long now = Math.floorDiv(clock.millis(), 1000L);
    if (now != second) {
      second = now;
      lines = 0;
    }
    if (lines >= linesPerSecond) {
      leftOut++;
      return LEFT_OUT;
    }
    lines++;
    long before = leftOut;
    leftOut = 0;
    return before;
  }
}
