package io.github.pmtatracking.link;

/**
 * A link that cannot be read. The message is one line for the log; it gives the value found and the
 * value wanted.
 */
public final class BadLinkException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private static final int LONGEST_VALUE = 40;

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
