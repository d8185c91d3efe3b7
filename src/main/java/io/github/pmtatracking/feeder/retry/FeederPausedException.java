package io.github.pmtatracking.feeder.retry;

/**
 * No event can be posted now: the API refuses this site's configuration (key, host, path) or every
 * event, or clocks differ. All events are kept. Has no stack trace, see {@link RetryableException}.
 */
public final class FeederPausedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean release;

  /** The batch is released, so that another feeder can take it. */
  public FeederPausedException(String message) {
    this(message, true);
  }

  /**
   * @param release whether the batch is released, so that another feeder can take it; false when a
   *     part of it has been processed, which the other feeder would repeat
   */
  public FeederPausedException(String message, boolean release) {
    super(message, null, false, false);
    this.release = release;
  }

  /** Whether the batch is released, so that another feeder can take it. */
  public boolean release() {
    return release;
  }
}
