package io.github.pmtatracking.wrapper;

/** What becomes of a message when rewriting it failed. */
public enum OnFault {
  /** It goes through as it came, with its message id and without tracking. */
  PASS,
  /** {@link RewriteFailedException} is thrown, so that the client is told to come again. */
  TEMPFAIL
}
