package io.github.pmtatracking.component.smtpproxy;

/**
 * Thrown by a step of a route to refuse a message with a reply of its choice. Any other exception
 * that a route leaves unhandled answers 451.
 */
public final class SmtpRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient SmtpReply reply;

  /**
   * @param reply 4xx or 5xx
   */
  public SmtpRefusal(SmtpReply reply) {
    super(reply.toString());
    this.reply = reply;
  }

  /** What the client is told. */
  public SmtpReply reply() {
    return reply;
  }
}
