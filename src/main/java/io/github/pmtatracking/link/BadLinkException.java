package io.github.pmtatracking.link;

import io.github.pmtatracking.text.PrintableText;

/**
 * A link that says nothing usable. The message is one line for the log and for the reader's
 * browser; it names what was seen and what was wanted.
 */
public final class BadLinkException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int MAX_VALUE_CHARACTERS = 40;

  private final String reason;

  public BadLinkException(String message) {
    // Whoever probes the tracker with garbage must not make it fill in stack traces.
    super(message, null, false, false);
    reason = message;
  }

  /** The message, which is always there. */
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
