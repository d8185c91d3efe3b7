package io.github.pmtatracking.component.smtpproxy.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Thrown by a step of a route to refuse a message with its own reply. After any other exception
 * that the route does not handle, the reply is 451.
 */
public final class SmtpRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private static final Pattern REPLY = Pattern.compile("([45]\\d\\d) ([^\r\n]+)");

  private final transient SmtpReply reply;

  /**
   * @param reply 4xx or 5xx
   */
  public SmtpRefusal(SmtpReply reply) {
    super(reply.toString());
    this.reply = reply;
  }

  /**
   * For {@code throwException} in a route.
   *
   * @param reply 4xx or 5xx and a text, as in {@code 550 5.7.1 not from here}
   * @throws IllegalArgumentException when the text is no such reply
   */
  public SmtpRefusal(String reply) {
    this(parse(reply));
  }

  private static SmtpReply parse(String text) {
    Matcher parts = REPLY.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "refusal \"" + text + "\": wanted a reply such as 550 5.7.1 not from here");
    }
    return SmtpReply.of(Integer.parseInt(parts.group(1)), parts.group(2));
  }

  /** The reply to the client. */
  public SmtpReply reply() {
    return reply;
  }
}
