package io.github.pmtatracking.wrapper;

/** The handling of a message that could not be rewritten. */
public enum OnFault {
  /** It is sent with its message id and without tracking. */
  PASS,
  /** {@link RewriteFailedException} is thrown, so that the client tries again later. */
  TEMPFAIL
}
