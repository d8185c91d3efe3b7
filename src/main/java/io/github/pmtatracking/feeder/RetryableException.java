package io.github.pmtatracking.feeder;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The API did not take the events now and may take the same ones later. Carries neither stack trace
 * nor suppressed exceptions: it is thrown at each retry of a long outage, and Camel chains each one
 * to the next.
 */
public final class RetryableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable Duration after;
  private final Duration more;

  /**
   * @param after what the API asked to wait, or null
   */
  public RetryableException(String message, @Nullable Duration after) {
    this(message, after, Duration.ZERO);
  }

  /**
   * @param after what the API asked to wait, or null
   * @param more what is waited on top of the ordinary back-off
   */
  RetryableException(String message, @Nullable Duration after, Duration more) {
    super(message, null, false, false);
    this.after = after;
    this.more = more;
  }

  /** What is waited on top of the ordinary back-off. */
  public Duration more() {
    return more;
  }

  /** What the API asked to wait, or null. */
  public @Nullable Duration after() {
    return after;
  }
}
