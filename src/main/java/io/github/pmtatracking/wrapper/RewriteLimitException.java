package io.github.pmtatracking.wrapper;

/** A message exceeds one of the {@link RewriteLimits}. */
final class RewriteLimitException extends Exception {
  private static final long serialVersionUID = 1L;

  RewriteLimitException(String message) {
    super(message, null, false, false);
  }
}
