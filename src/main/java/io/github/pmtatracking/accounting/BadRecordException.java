package io.github.pmtatracking.accounting;

/** A line that cannot be used; the message is the reason in the rejects file. */
public final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRecordException(String message) {
    // Without a stack trace: there may be millions of bad lines.
    super(message, null, false, false);
  }
}
