package io.github.pmtatracking.accounting;

/** A line that cannot be used; the message is the reason in the rejects file. */
public final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRecordException(String message) {
    // Made once a bad line: a broken pipe may send millions.
    super(message, null, false, false);
  }
}
