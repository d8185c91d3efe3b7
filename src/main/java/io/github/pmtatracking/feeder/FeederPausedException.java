package io.github.pmtatracking.feeder;

/**
 * The API refuses the configuration of this site (key, host, path) or every event, or clocks
 * differ. All events are kept and none are sent until this is over. Has no stack trace, see {@link
 * RetryableException}.
 */
public final class FeederPausedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean release;

  /** The batch is to be left to others. */
  public FeederPausedException(String message) {
    this(message, true);
  }

  /**
   * @param release whether the batch is to be left to others; otherwise it has come so far that it
   *     is gone on with
   */
  public FeederPausedException(String message, boolean release) {
    super(message, null, false, false);
    this.release = release;
  }

  /** Whether the batch is to be left to others, which may be able to send it. */
  public boolean release() {
    return release;
  }
}
