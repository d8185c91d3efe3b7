package io.github.pmtatracking.wrapper;

/**
 * There was no memory for a message in time: answer the client with a 452, nothing is wrong with
 * the message.
 */
public final class RewriteMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RewriteMemoryException(long bytes) {
    super("no memory for " + bytes + " bytes in time");
  }
}
