package io.github.pmtatracking.component.smtpproxy.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.component.smtpproxy.SmtpProxyConstants;
import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message whose copies differ by recipient. */
class MessageDeliveryIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  private static final List<String> ALL =
      List.of("a@example.com", "b@example.com", "c@example.com");

  @Test
  void eachCopyGoesInATransactionOfItsOwnWithTheSameParameters() throws Exception {
    try (Proxy proxy = smtp.start(MessageDeliveryIT::personal);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", send(client, "x"));
      expect("a@example.com", "b@example.com", "c@example.com");
      assertEquals(
          List.of(
              "RSET",
              "MAIL FROM:<s@example.com> RET=HDRS",
              "RCPT TO:<b@example.com> NOTIFY=NEVER",
              "DATA"),
          upstream.lines().subList(9, 13));
      assertEquals("250 2.0.0 message received", Proxy.send(client));
    }
  }

  @Test
  void itWorksWithoutPipeliningToo() throws Exception {
    upstream.keywords("8BITMIME");
    try (Proxy proxy = smtp.start(MessageDeliveryIT::personal);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", send(client, "x"));
      expect("a@example.com", "b@example.com", "c@example.com");
    }
  }

  @Test
  void theNextAttemptServesOnlyWhoWasNotServed() throws Exception {
    upstream.taking(refusing(Map.of("b@example.com", "451 4.2.0 not now")));
    try (Proxy proxy = smtp.start(MessageDeliveryIT::personal);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("451 4.2.0 not now", send(client, "x"));
      expect("a@example.com", "c@example.com");
      assertEquals("451 4.2.0 not now", send(client, "x"));
      expect();
      upstream.taking(refusing(Map.of()));
      assertEquals("250 2.0.0 ok", send(client, "x"));
      expect("b@example.com");
      // it has succeeded as a whole: the same mail once more is a new one
      assertEquals("250 2.0.0 ok", send(client, "x"));
      expect("a@example.com", "b@example.com", "c@example.com");
    }
  }

  @Test
  void anotherMessageIsNotTakenForARepeat() throws Exception {
    upstream.taking(refusing(Map.of("b@example.com", "451 4.2.0 not now")));
    try (Proxy proxy = smtp.start(MessageDeliveryIT::personal);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      send(client, "x");
      expect("a@example.com", "c@example.com");
      send(client, "y");
      expect("a@example.com", "c@example.com");
    }
  }

  @Test
  void aRecipientWhoComesAloneIsNotServedTwice() throws Exception {
    upstream.taking(refusing(Map.of("c@example.com", "451 4.2.0 not now")));
    try (Proxy proxy = smtp.start(MessageDeliveryIT::personal);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      send(client, "x");
      expect("a@example.com", "b@example.com");
      upstream.taking(refusing(Map.of()));
      for (String recipient : List.of("c@example.com", "a@example.com", "b@example.com")) {
        client.say("MAIL FROM:<s@example.com>");
        client.say("RCPT TO:<" + recipient + ">");
        client.say("DATA");
        assertEquals("250", client.send("x\r\n").say(".").substring(0, 3));
      }
      expect("c@example.com");
      assertEquals("250 2.0.0 ok", Proxy.send(client));
    }
  }

  @Test
  void aTemporaryFailureIsToldBeforeAPermanentOne() throws Exception {
    upstream.taking(
        refusing(Map.of("a@example.com", "554 5.7.1 never", "b@example.com", "451 4.2.0 not now")));
    try (Proxy proxy = smtp.start(MessageDeliveryIT::personal);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("451 4.2.0 not now", send(client, "x"));
      expect("c@example.com");
    }
  }

  @Test
  void anUpstreamThatLeavesHalfWayIsRemembered() throws Exception {
    upstream.on(
        "RCPT TO:<b@",
        (line, dialogue) -> {
          if (upstream.lines().contains("DATA")) {
            dialogue.hangUp();
          }
          dialogue.reply("250 2.1.5 ok");
        });
    try (Proxy proxy = smtp.start(MessageDeliveryIT::personal)) {
      try (SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
        assertEquals("421", send(client, "x").substring(0, 3));
      }
      expect("a@example.com");
      upstream.friendly();
      try (SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
        assertEquals("250 2.0.0 message received", send(client, "x"));
      }
      expect("b@example.com", "c@example.com");
    }
  }

  @Test
  void copiesThatForgetSomebodyAreRefused() throws Exception {
    try (Proxy proxy =
            smtp.start(
                exchange ->
                    exchange
                        .getIn()
                        .setBody(
                            List.of(
                                new MessageCopy(new byte[0], List.of(ALL.get(0)), Map.of()),
                                new MessageCopy(new byte[0], List.of(ALL.get(1)), Map.of()))));
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("451 4.3.0 Message could not be handled, try again later", send(client, "x"));
    }
  }

  @Test
  void whoIsNamedTwiceGetsOneCopy() throws Exception {
    try (Proxy proxy = smtp.start(MessageDeliveryIT::personal);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("MAIL FROM:<s@example.com>");
      for (String recipient : List.of("a@example.com", "b@example.com", "a@example.com")) {
        client.say("RCPT TO:<" + recipient + ">");
      }
      client.say("DATA");
      assertEquals("250 2.0.0 message received", client.say("x\r\n."));
      expect("a@example.com", "b@example.com");
    }
  }

  /** Gives each recipient a copy that names him. */
  private static void personal(Exchange exchange) {
    List<MessageCopy> copies = new ArrayList<>();
    for (Object recipient : exchange.getIn().getHeader(SmtpProxyConstants.RECIPIENTS, List.class)) {
      byte[] message = ("To " + recipient + "\r\n").getBytes(ISO_8859_1);
      copies.add(new MessageCopy(message, List.of(recipient.toString()), Map.of()));
    }
    exchange.getIn().setBody(copies);
  }

  private void expect(String... recipients) throws InterruptedException {
    for (String recipient : recipients) {
      SinkMail mail = upstream.mail();
      assertEquals(List.of(recipient), mail.recipients());
      assertEquals("To " + recipient + "\r\n", new String(mail.data(), ISO_8859_1));
    }
    assertEquals(0, upstream.waiting());
  }

  private static String send(SmtpTalk client, String text) throws IOException {
    client.say("MAIL FROM:<s@example.com> RET=HDRS");
    for (String recipient : ALL) {
      client.say("RCPT TO:<" + recipient + "> NOTIFY=NEVER");
    }
    client.say("DATA");
    return client.send(text + "\r\n").say(".");
  }

  private static Function<SinkMail, String> refusing(Map<String, String> answers) {
    return mail -> answers.getOrDefault(mail.recipients().get(0), "250 2.0.0 ok");
  }
}
