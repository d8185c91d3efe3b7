package io.github.pmtatracking.component.smtpproxy.api;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One message as it goes upstream, to some of the recipients of its envelope. A route that makes a
 * message differ by recipient gives the producer a list of these. Immutable.
 */
public final class MessageCopy {
  private final List<String> recipients;
  private final Supplier<MessageContent> content;

  /**
   * A copy whose bytes are made when its turn comes, so that no more than one of them needs memory.
   *
   * @param recipients addresses out of the envelope, at least one
   * @param content asked once for each time that the copy is sent, before the first byte leaves;
   *     what it throws fails the route
   */
  public MessageCopy(List<String> recipients, Supplier<MessageContent> content) {
    this.recipients = List.copyOf(recipients);
    this.content = content;
  }

  /**
   * A copy whose bytes lie in memory.
   *
   * @param message the bytes, without dot-stuffing
   * @param recipients addresses out of the envelope, at least one
   * @param details what the route wants to see in a detailed log line, in this order
   */
  public MessageCopy(byte[] message, List<String> recipients, Map<String, String> details) {
    this(recipients, () -> MessageContent.of(message, details));
  }

  /** Whom it is for. */
  public List<String> recipients() {
    return recipients;
  }

  /** Makes the bytes. */
  public MessageContent content() {
    return content.get();
  }

  /** The same message for some of its recipients. */
  public MessageCopy to(List<String> some) {
    return new MessageCopy(some, content);
  }

  /** Whom it is for; the bytes are not made for it. */
  @Override
  public String toString() {
    return "MessageCopy" + recipients;
  }
}
