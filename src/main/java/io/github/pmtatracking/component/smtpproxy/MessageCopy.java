package io.github.pmtatracking.component.smtpproxy;

import java.util.List;
import java.util.Map;

/**
 * One message as it goes upstream, to some of the recipients of its envelope. A route that makes a
 * message differ by recipient gives the producer a list of these.
 *
 * @param message the bytes, without dot-stuffing
 * @param recipients addresses out of the envelope, at least one
 * @param details what the route wants to see in a detailed log line, in this order
 */
public record MessageCopy(byte[] message, List<String> recipients, Map<String, String> details) {

  /** Copies the list. */
  public MessageCopy {
    recipients = List.copyOf(recipients);
  }

  /** The same message for some of its recipients. */
  MessageCopy to(List<String> some) {
    return new MessageCopy(message, some, details);
  }
}
