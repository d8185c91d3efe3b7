package io.github.pmtatracking.time;

/**
 * Measures durations in nanoseconds. A value has no meaning of its own: only the difference of two
 * values counts, and it never goes back when the machine's date is changed. Dates come from an
 * {@link java.time.InstantSource}.
 */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since an arbitrary moment; may be negative. Compare differences, not values. */
  long read();

  /** The ticker of this process: {@link System#nanoTime}. */
  static Ticker system() {
    return System::nanoTime;
  }
}
