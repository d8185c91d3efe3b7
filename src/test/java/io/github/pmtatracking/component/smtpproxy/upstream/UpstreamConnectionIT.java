package io.github.pmtatracking.component.smtpproxy.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replies of upstream that are negative, invalid, late or missing. */
class UpstreamConnectionIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  private static final String LOST = "421 4.4.2 Connection to upstream server lost ";

  @Test
  void aRefusalOfUpstreamIsPassedOnAndTheSessionGoesOn() throws Exception {
    upstream.answerOnce("MAIL", "451 4.7.1 greylisted");
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("451 4.7.1 greylisted", client.say("MAIL FROM:<s@example.com>"));
      assertEquals("503 5.5.1 No valid recipients", client.say("DATA"));
      upstream.answerOnce("DATA", "451 4.3.0 disk full");
      assertEquals("451 4.3.0 disk full", Proxy.send(client));
      upstream.taking(mail -> "554 5.7.1 spam");
      assertEquals("554 5.7.1 spam", Proxy.send(client));
      upstream.taking(mail -> "250 2.0.0 fine");
      assertEquals("250 2.0.0 fine", Proxy.send(client));
    }
    assertEquals(1, upstream.sessions());
  }

  @Test
  void anUpstreamThatDisconnectsMeans421AtAnyCommand() throws Exception {
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
  void anUpstreamThatDisconnectsInAMessageMeans421() throws Exception {
    upstream.on(
        "DATA",
        (line, dialogue) -> {
          dialogue.reply("354 go ahead");
          dialogue.readLine();
          dialogue.hangUp();
        });
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      String reply = Proxy.send(client);
      assertTrue(reply.startsWith(LOST), reply);
      assertEquals("(closed)", client.reply());
    }
  }

  @Test
  void aSlowUpstreamMeans421() throws Exception {
    upstream.on("RCPT", (line, dialogue) -> dialogue.readLine());
    try (Proxy proxy = smtp.start("upstreamTimeout=300");
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
  void anInvalidReplyOfUpstreamMeans421() throws Exception {
    for (String nonsense : List.of("HTTP/1.1 400 Bad Request", "250-a\r\n251 b", "99 x", "2500")) {
      upstream.answer("NOOP", nonsense);
      try (Proxy proxy = smtp.start();
          SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
        assertEquals("421 4.5.0 Upstream server sent an invalid SMTP reply", client.say("NOOP"));
        assertEquals("(closed)", client.reply());
      }
    }
  }

  @Test
  void a421OfUpstreamEndsBothConnections() throws Exception {
    upstream.answer("MAIL", "421 4.3.2 going down");
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("421 4.3.2 going down", client.say("MAIL FROM:<s@example.com>"));
      assertEquals("(closed)", client.reply());
      await().until(() -> upstream.openSessions() == 0);
    }
  }
}
