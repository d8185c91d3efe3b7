package io.github.pmtatracking.feeder;

/**
 * The API refuses this site as it is configured (key, host, path), so every event is kept and
 * nothing is sent until somebody has put it right. Carries no stack trace, see {@link
 * TryAgainException}.
 */
public final class HeldBackException extends Exception {
  private static final long serialVersionUID = 1L;

  public HeldBackException(String message) {
    super(message, null, false, false);
  }
}
