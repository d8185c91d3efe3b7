package io.github.pmtatracking.link;

/**
 * A link that says nothing usable. The message is one line for the log and for the reader's
 * browser; it names what was seen and what was wanted.
 */
public final class BadLinkException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private static final int LONGEST_VALUE = 40;

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
   * A value from outside, cut and freed of control characters, so that a message stays one line.
   */
  static String shorten(String value) {
    StringBuilder line = new StringBuilder(Math.min(value.length(), LONGEST_VALUE) + 3);
    for (int i = 0; i < value.length() && i < LONGEST_VALUE; i++) {
      char c = value.charAt(i);
      line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return value.length() > LONGEST_VALUE ? line.append("...").toString() : line.toString();
  }
}
