package io.github.pmtatracking.component.smtpproxy;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;

/** Reads the body of an exchange as messages to be sent. */
final class MessageBody {
  private MessageBody() {}

  /**
   * @param recipients whom a body that is one message is for
   */
  static List<MessageCopy> copies(Exchange exchange, List<String> recipients)
      throws InvalidPayloadException {
    Object body = exchange.getMessage().getBody();
    if (body instanceof MessageCopy copy) {
      return List.of(copy);
    }
    if (body instanceof List<?> list && !list.isEmpty()) {
      return list.stream().map(MessageBody::copy).toList();
    }
    byte[] message = exchange.getMessage().getMandatoryBody(byte[].class);
    return List.of(new MessageCopy(message, recipients, Map.of()));
  }

  private static MessageCopy copy(Object element) {
    if (element instanceof MessageCopy copy) {
      return copy;
    }
    throw new IllegalArgumentException(
        "the body is a list with a " + element.getClass().getName() + ", wanted MessageCopy");
  }
}
