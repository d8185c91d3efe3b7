package io.github.pmtatracking.component.smtpproxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client hears when upstream, the route or the client itself fails. */
class FaultIT {
  private static final String LOST = "421 4.4.2 Connection to upstream server lost ";

  private FakeUpstream upstream;

  @BeforeEach
  void start() throws IOException {
    upstream = FakeUpstream.start();
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
  }

  @Test
  void everyFailureOfUpstreamIsCounted() throws Exception {
    String nobody = "127.0.0.1:" + FreePort.find();
    try (Proxy proxy = Proxy.to(nobody)) {
      for (int i = 1; i <= 3; i++) {
        try (SmtpTalk client = SmtpTalk.to(proxy.port())) {
          client.reply();
          assertEquals("421 4.4.1 Upstream server unavailable", client.say("EHLO c"));
          assertEquals(i, proxy.endpoint().getUpstreamFailures());
        }
      }
    }
    upstream.greeting("421 4.3.2 too busy");
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals("421 4.4.1 Upstream server replied: 421 4.3.2 too busy", client.say("EHLO c"));
      assertEquals(1, proxy.endpoint().getUpstreamFailures());
    }
    upstream.greeting("220 fine").hangUpAt("MAIL");
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertTrue(client.say("MAIL FROM:<s@example.com>").startsWith(LOST));
      assertEquals(1, proxy.endpoint().getUpstreamFailures());
    }
  }

  @Test
  void aRefusedRecipientIsLeftOutAndTheOthersGetTheMail() throws Exception {
    upstream.answer("RCPT TO:<b@", "550-5.1.1 no such user\r\n550 5.1.1 here");
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.play(
          """
          C: MAIL FROM:<s@example.com>
          S: 250 2.1.0 MAIL ok
          C: RCPT TO:<a@example.com>
          S: 250 2.1.5 <a@example.com> ok
          C: RCPT TO:<b@example.com>
          S: 550-5.1.1 no such user
          S: 550 5.1.1 here
          C: RCPT TO:<c@example.com>
          S: 250 2.1.5 <c@example.com> ok
          C: DATA
          S: 354 go ahead
          C: text
          C: .
          S: 250 2.0.0 message received
          """);
      assertEquals(List.of("a@example.com", "c@example.com"), upstream.mail().recipients());
    }
  }

  @Test
  void whatUpstreamRefusesIsRefusedInItsWordsAndTheSessionGoesOn() throws Exception {
    upstream.answerOnce("MAIL", "451 4.7.1 greylisted");
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("451 4.7.1 greylisted", client.say("MAIL FROM:<s@example.com>"));
      assertEquals("503 5.5.1 No valid recipients", client.say("DATA"));
      upstream.answerOnce("DATA", "451 4.3.0 disk full");
      assertEquals("451 4.3.0 disk full", send(client));
      upstream.taking(mail -> "554 5.7.1 spam");
      assertEquals("554 5.7.1 spam", send(client));
      upstream.taking(mail -> "250 2.0.0 fine");
      assertEquals("250 2.0.0 fine", send(client));
    }
    assertEquals(1, upstream.sessions());
  }

  @Test
  void anUpstreamThatIsNotThereMeans421() throws Exception {
    try (Socket nobody = new Socket()) {
      // Bound, so that nobody else gets this port, the proxy itself least of all, but not
      // listening.
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (Proxy proxy = Proxy.to("127.0.0.1:" + nobody.getLocalPort());
          SmtpTalk client = SmtpTalk.to(proxy.port())) {
        client.reply();
        assertEquals("421 4.4.1 Upstream server unavailable", client.say("EHLO client.example"));
        assertEquals("(closed)", client.reply());
      }
    }
  }

  @Test
  void anUpstreamThatTurnsTheProxyAwayMeans421() throws Exception {
    upstream.greeting("554 5.7.1 not you");
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals(
          "421 4.4.1 Upstream server replied: 554 5.7.1 not you",
          client.say("EHLO client.example"));
    }
  }

  @Test
  void anUpstreamThatLeavesMeans421WhereverItHappens() throws Exception {
    for (String command : List.of("EHLO", "MAIL", "RCPT", "DATA", "NOOP", "RSET")) {
      try (FakeUpstream leaving = FakeUpstream.start().hangUpAt(command);
          Proxy proxy = Proxy.to(leaving.hostPort());
          SmtpTalk client = SmtpTalk.to(proxy.port())) {
        client.reply();
        client.send(
            "EHLO c\r\nNOOP\r\nRSET\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\nx\r\n.\r\n");
        String last = "";
        for (String reply = client.reply(); !reply.equals("(closed)"); reply = client.reply()) {
          last = reply;
        }
        assertEquals(LOST + "while waiting for a reply", last, "at " + command);
        assertEquals(0, leaving.waiting());
      }
    }
  }

  @Test
  void anUpstreamThatLeavesInTheMiddleOfAMessageMeansThatItWasNotTaken() throws Exception {
    upstream.on(
        "DATA",
        (line, dialogue) -> {
          dialogue.reply("354 go ahead");
          dialogue.readLine();
          dialogue.hangUp();
        });
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      String reply = send(client);
      assertTrue(reply.startsWith(LOST), reply);
      assertEquals("(closed)", client.reply());
    }
  }

  @Test
  void aSlowUpstreamMeans421() throws Exception {
    upstream.on("RCPT", (line, dialogue) -> dialogue.readLine());
    try (Proxy proxy = Proxy.to(upstream.hostPort(), "upstreamTimeout=300");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("MAIL FROM:<s@example.com>");
      assertEquals(
          "421 4.4.2 Timeout waiting for the upstream server",
          client.say("RCPT TO:<a@example.com>"));
      assertEquals("(closed)", client.reply());
    }
    await().until(() -> upstream.openSessions() == 0);
  }

  @Test
  void anUpstreamThatSpeaksNoSmtpMeans421() throws Exception {
    for (String nonsense : List.of("HTTP/1.1 400 Bad Request", "250-a\r\n251 b", "99 x", "2500")) {
      upstream.answer("NOOP", nonsense);
      try (Proxy proxy = Proxy.to(upstream.hostPort());
          SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
        assertEquals("421 4.5.0 Upstream server sent an invalid SMTP reply", client.say("NOOP"));
        assertEquals("(closed)", client.reply());
      }
    }
  }

  @Test
  void a421OfUpstreamEndsBothConnections() throws Exception {
    upstream.answer("MAIL", "421 4.3.2 going down");
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("421 4.3.2 going down", client.say("MAIL FROM:<s@example.com>"));
      assertEquals("(closed)", client.reply());
      await().until(() -> upstream.openSessions() == 0);
    }
  }

  @Test
  void aClientThatLeavesInDataLeavesNothingBehind() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort())) {
      try (SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
        client.say("MAIL FROM:<s@example.com>");
        client.say("RCPT TO:<a@example.com>");
        client.say("DATA");
        client.send("half a message\r\n");
      }
      await().until(() -> upstream.openSessions() == 0);
      assertFalse(upstream.lines().contains("DATA"));
      await().until(() -> proxy.endpoint().getOpenConnections() == 0);
      assertEquals(0, proxy.endpoint().getMessagesInData());
    }
  }

  @Test
  void aRouteThatFailsMeans451AndTheSessionGoesOn() throws Exception {
    boolean[] failing = {true};
    try (Proxy proxy =
            Proxy.with(
                exchange -> {
                  if (failing[0]) {
                    throw new IllegalStateException("a fault in the route");
                  }
                },
                upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("451 4.3.0 Message could not be handled, try again later", send(client));
      failing[0] = false;
      assertEquals("250 2.0.0 message received", send(client));
      assertEquals(1, proxy.endpoint().getMessagesDeferred());
      assertEquals(1, proxy.endpoint().getMessagesAccepted());
    }
  }

  @Test
  void aRouteMayRefuseWithAReplyOfItsChoice() throws Exception {
    try (Proxy proxy =
            Proxy.with(
                exchange -> {
                  throw new SmtpRefusal(SmtpReply.of(550, "5.7.1 no thanks"));
                },
                upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("550 5.7.1 no thanks", send(client));
      assertFalse(upstream.lines().contains("DATA"));
    }
  }

  @Test
  void aRouteThatSaysNothingMeans451() throws Exception {
    try (Proxy proxy = Proxy.with(exchange -> exchange.setRouteStop(true), upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("451 4.3.0 Message could not be handled, try again later", send(client));
      assertEquals(0, upstream.waiting());
    }
  }

  @Test
  void aPropertyOfTheExchangeOverridesTheReply() throws Exception {
    SmtpReply reply = SmtpReply.of(250, "2.0.0 kept aside");
    try (Proxy proxy =
            Proxy.with(
                exchange -> {
                  exchange.setProperty(SmtpProxyConstants.REPLY, reply);
                  exchange.setRouteStop(true);
                },
                upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 kept aside", send(client));
      assertEquals(0, upstream.waiting());
    }
  }

  @Test
  void aLargeMessageLiesOnDiskUntilItIsAnswered() throws Exception {
    String line = "x".repeat(70) + "\r\n";
    String large = line.repeat(6_000);
    boolean[] onDisk = {false};
    try (Proxy proxy =
            Proxy.with(
                exchange ->
                    onDisk[0] =
                        !exchange.getIn().getBody(org.apache.camel.StreamCache.class).inMemory(),
                upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<a@example.com>");
      client.say("DATA");
      assertEquals("250 2.0.0 message received", client.send(large).say("."));
      SinkMail mail = upstream.mail();
      assertEquals(large, new String(mail.data(), ISO_8859_1));
      assertTrue(onDisk[0]);
    }
  }

  static String send(SmtpTalk client) throws IOException {
    assertEquals("250", client.say("MAIL FROM:<s@example.com>").substring(0, 3));
    assertEquals("250", client.say("RCPT TO:<a@example.com>").substring(0, 3));
    assertEquals("354", client.say("DATA").substring(0, 3));
    return client.send("Subject: x\r\n\r\ntext\r\n").say(".");
  }
}
