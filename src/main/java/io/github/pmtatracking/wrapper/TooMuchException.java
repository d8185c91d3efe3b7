package io.github.pmtatracking.wrapper;

/** A message exceeds one of the {@link RewriteLimits}. */
final class TooMuchException extends Exception {
  private static final long serialVersionUID = 1L;

  TooMuchException(String message) {
    super(message, null, false, false);
  }
}
