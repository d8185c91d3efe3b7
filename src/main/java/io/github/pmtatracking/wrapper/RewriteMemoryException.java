package io.github.pmtatracking.wrapper;

/**
 * There was no memory for a message in time. The message is valid: the client gets 452 and tries
 * again.
 */
public final class RewriteMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RewriteMemoryException(long bytes) {
    super("no memory for " + bytes + " bytes in time");
  }
}
