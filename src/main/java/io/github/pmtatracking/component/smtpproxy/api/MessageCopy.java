package io.github.pmtatracking.component.smtpproxy.api;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One message as it is sent upstream, for some of the recipients of its envelope. A route in which
 * a message differs by recipient sets an {@link Iterable} of copies as the body. Immutable.
 */
public final class MessageCopy {
  private final List<String> recipients;
  private final Supplier<MessageContent> content;

  /**
   * A copy whose bytes are made when it is sent, so that only one copy at a time needs memory.
   *
   * @param recipients addresses out of the envelope, at least one
   * @param content called once when the copy is sent, before DATA is sent upstream; an exception
   *     fails the route
   */
  public MessageCopy(List<String> recipients, Supplier<MessageContent> content) {
    this.recipients = List.copyOf(recipients);
    this.content = content;
  }

  /**
   * A copy whose bytes are in memory.
   *
   * @param message the bytes, without dot-stuffing
   * @param recipients addresses out of the envelope, at least one
   * @param details see {@link MessageContent#details}
   */
  public MessageCopy(byte[] message, List<String> recipients, Map<String, String> details) {
    this(recipients, () -> MessageContent.of(message, details));
  }

  /** The recipients of this copy. */
  public List<String> recipients() {
    return recipients;
  }

  /** Makes the content. Not called by {@link #toString}. */
  public MessageContent content() {
    return content.get();
  }

  /** The same message for some of its recipients. The content is not made. */
  public MessageCopy to(List<String> some) {
    return new MessageCopy(some, content);
  }

  /** The recipients. The content is not made. */
  @Override
  public String toString() {
    return "MessageCopy" + recipients;
  }
}
