package io.github.pmtatracking.component.smtpproxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class MessageBodyTest {
  private static final List<String> RECIPIENTS = List.of("a@example.com", "b@example.com");

  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  private List<MessageCopy> copies(Object body) throws Exception {
    exchange.getMessage().setBody(body);
    List<MessageCopy> copies = new ArrayList<>();
    MessageBody.copies(exchange, RECIPIENTS).forEach(copies::add);
    return copies;
  }

  private static MessageCopy copy(String recipient) {
    return new MessageCopy(new byte[0], List.of(recipient), Map.of());
  }

  @Test
  void copiesComeFromAnyIterableOrAreTheBody() throws Exception {
    MessageCopy first = copy("a@example.com");
    MessageCopy second = copy("b@example.com");
    Iterable<MessageCopy> lazy = () -> List.of(first, second).iterator();

    assertEquals(List.of(first, second), copies(lazy));
    assertEquals(List.of(first, second), copies(List.of(first, second)));
    assertEquals(List.of(first), copies(Set.of(first)));
    assertEquals(List.of(first), copies(first));
  }

  @Test
  void anyOtherBodyIsOneMessageForAllRecipients() throws Exception {
    for (Object body :
        List.of(
            "text",
            "text".getBytes(US_ASCII),
            new ByteArrayInputStream("text".getBytes(US_ASCII)))) {
      List<MessageCopy> copies = copies(body);
      assertEquals(1, copies.size());
      assertEquals(RECIPIENTS, copies.get(0).recipients());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      copies.get(0).content().writeTo(out);
      assertArrayEquals("text".getBytes(US_ASCII), out.toByteArray());
    }
  }

  @Test
  void aContentIsNotMadeForALogLine() throws Exception {
    Iterable<MessageCopy> copies =
        List.of(
            new MessageCopy(
                RECIPIENTS,
                () -> {
                  throw new IllegalStateException("made");
                }));
    exchange.getMessage().setBody(copies);

    assertEquals(
        "[MessageCopy[a@example.com, b@example.com]]", exchange.getMessage().getBody(String.class));
  }

  @Test
  void anEmptyIterableAndAnElementOfAnotherTypeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> copies(List.of()));
    assertThrows(IllegalArgumentException.class, () -> copies(List.of("text")));
  }

  @Test
  void aWrongElementOfAListIsRefusedBeforeTheCopiesAheadOfItAreSent() {
    exchange.getMessage().setBody(List.of(copy("a@example.com"), "text"));

    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> MessageBody.copies(exchange, RECIPIENTS));
    assertEquals("the body contains a java.lang.String, wanted MessageCopy", refused.getMessage());
  }
}
