package io.github.pmtatracking.link;

import io.github.pmtatracking.text.PrintableText;

/**
 * A link that cannot be read. The message is one line for the log; it gives the value found and the
 * value wanted.
 */
public final class BadLinkException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int MAX_VALUE_CHARACTERS = 40;

  private final String reason;

  public BadLinkException(String message) {
    // No stack trace, which would cost much time for each bad request.
    super(message, null, false, false);
    reason = message;
  }

  /** The message; never null. */
  public String reason() {
    return reason;
  }

  /**
   * A value from outside, cut, and with control characters escaped, so that a message stays one
   * line.
   */
  static String shorten(String value) {
    return PrintableText.of(value, MAX_VALUE_CHARACTERS);
  }
}
