package io.github.pmtatracking.wrapper;

/**
 * A message could not be rewritten, and {@link OnFault#TEMPFAIL} forbids to send it untracked. The
 * message is valid: the client gets a 4xx reply and tries again.
 */
public final class RewriteFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RewriteFailedException(Throwable fault) {
    super("the message could not be rewritten (wrapper.on-fault=tempfail): " + fault, fault);
  }
}
