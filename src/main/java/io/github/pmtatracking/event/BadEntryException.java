package io.github.pmtatracking.event;

/** A queue entry that is not an event; the message has the reason in one line. */
public final class BadEntryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public BadEntryException(String message) {
    super(message);
    reason = message;
  }

  /** The message, never null. */
  public String reason() {
    return reason;
  }
}
