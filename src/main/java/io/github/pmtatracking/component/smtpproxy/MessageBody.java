package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.jspecify.annotations.Nullable;

/** Reads the body of an exchange as messages to send. */
final class MessageBody {
  private MessageBody() {}

  /**
   * The copies in the body: the elements of an {@link Iterable}, a single {@link MessageCopy}, or
   * any other body as the bytes of one message.
   *
   * @param recipients the recipients of a body that is one message without copies
   * @return an {@code Iterable} body is read again for each iterator
   */
  static Iterable<MessageCopy> copies(Exchange exchange, List<String> recipients)
      throws InvalidPayloadException {
    Object body = exchange.getMessage().getBody();
    if (body instanceof MessageCopy copy) {
      return List.of(copy);
    }
    if (body instanceof Iterable<?> elements && !(body instanceof Path)) {
      if (body instanceof Collection<?> list) {
        // A wrong element is found before a copy is sent, not after some of them.
        list.forEach(MessageBody::requireCopy);
      }
      return () -> copies(elements.iterator());
    }
    byte[] message = exchange.getMessage().getMandatoryBody(byte[].class);
    return List.of(new MessageCopy(message, recipients, Map.of()));
  }

  private static Iterator<MessageCopy> copies(Iterator<?> elements) {
    if (!elements.hasNext()) {
      throw new IllegalArgumentException("the body contains no MessageCopy");
    }
    return new CopyIterator(elements);
  }

  /** Checks the type of each element. */
  private record CopyIterator(Iterator<?> elements) implements Iterator<MessageCopy> {
    @Override
    public boolean hasNext() {
      return elements.hasNext();
    }

    @Override
    public MessageCopy next() {
      return requireCopy(elements.next());
    }
  }

  private static MessageCopy requireCopy(@Nullable Object element) {
    if (element instanceof MessageCopy copy) {
      return copy;
    }
    throw new IllegalArgumentException(
        "the body contains a "
            + (element == null ? "null" : element.getClass().getName())
            + ", wanted MessageCopy");
  }
}
