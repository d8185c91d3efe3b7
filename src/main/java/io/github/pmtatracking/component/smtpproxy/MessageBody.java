package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.jspecify.annotations.Nullable;

/** Reads the body of an exchange as messages to be sent. */
final class MessageBody {
  private MessageBody() {}

  /**
   * The messages.
   *
   * @param recipients whom a body that is one message is for
   */
  static List<MessageCopy> copies(Exchange exchange, List<String> recipients)
      throws InvalidPayloadException {
    Object body = exchange.getMessage().getBody();
    if (body instanceof MessageCopy copy) {
      return List.of(copy);
    }
    if (body instanceof List<?> list && !list.isEmpty()) {
      List<MessageCopy> copies = new ArrayList<>(list.size());
      for (Object element : list) {
        copies.add(copy(element));
      }
      return copies;
    }
    byte[] message = exchange.getMessage().getMandatoryBody(byte[].class);
    return List.of(new MessageCopy(message, recipients, Map.of()));
  }

  private static MessageCopy copy(@Nullable Object element) {
    if (element instanceof MessageCopy copy) {
      return copy;
    }
    throw new IllegalArgumentException(
        "the body is a list with a "
            + (element == null ? "null" : element.getClass().getName())
            + ", wanted MessageCopy");
  }
}
