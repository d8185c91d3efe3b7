package io.github.pmtatracking.event;

/** A queue entry that is no event; the message says why in one line. */
public final class BadEntryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public BadEntryException(String message) {
    super(message);
    reason = message;
  }

  /** The message, which is always there. */
  public String reason() {
    return reason;
  }
}
