package io.github.pmtatracking.wrapper;

/**
 * A message could not be rewritten and {@link OnFault#TEMPFAIL} forbids to pass it on untracked:
 * answer the client with a 4xx, nothing is wrong with the message.
 */
public final class RewriteFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RewriteFailedException(Throwable fault) {
    super("the message could not be rewritten (wrapper.on-fault=tempfail): " + fault, fault);
  }
}
