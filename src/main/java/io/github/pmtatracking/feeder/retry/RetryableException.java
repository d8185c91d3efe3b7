package io.github.pmtatracking.feeder.retry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The API did not accept the events now, but may accept the same events later. Has neither stack
 * trace nor suppressed exceptions: it is thrown at each retry of a long outage, and Camel chains
 * each one to the next.
 */
public final class RetryableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;
  private final Duration extraDelay;

  /**
   * @param retryAfter the wait that the API asked for, or null
   */
  public RetryableException(String message, @Nullable Duration retryAfter) {
    this(message, retryAfter, Duration.ZERO);
  }

  /**
   * @param retryAfter the wait that the API asked for, or null
   * @param extraDelay is added to the ordinary wait
   */
  RetryableException(String message, @Nullable Duration retryAfter, Duration extraDelay) {
    super(message, null, false, false);
    this.retryAfter = retryAfter;
    this.extraDelay = extraDelay;
  }

  /** Is added to the ordinary wait. */
  public Duration extraDelay() {
    return extraDelay;
  }

  /** The wait that the API asked for, or null. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
