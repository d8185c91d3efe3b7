package io.github.pmtatracking.component.smtpproxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each limit has a reply that says so. */
class LimitIT {
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
  void aClientFromElsewhereIsTurnedAway() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort(), "clients=10.0.0.0/8,::1");
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      assertEquals("554 5.7.1 Client address 127.0.0.1 not allowed", client.reply());
      assertEquals("(closed)", client.reply());
      assertEquals(1, proxy.endpoint().getConnectionsTurnedAway());
    }
  }

  @Test
  void oneClientTooManyComesAgainLater() throws Exception {
    String full = "421 4.7.0 Too many connections, try again later";
    try (Proxy proxy = Proxy.to(upstream.hostPort(), "maxConnections=2")) {
      SmtpTalk first = SmtpTalk.greeted(proxy.port());
      try (SmtpTalk second = SmtpTalk.greeted(proxy.port())) {
        for (int i = 0; i < 30; i++) {
          try (SmtpTalk third = SmtpTalk.to(proxy.port())) {
            assertEquals(full, third.reply());
            assertEquals("(closed)", third.reply());
          }
        }
        assertEquals("250 2.0.0 sink.example", second.say("NOOP"));
      }
      first.close();
      await().until(() -> proxy.endpoint().getOpenConnections() == 0);
      try (SmtpTalk next = SmtpTalk.greeted(proxy.port())) {
        assertEquals("250 2.0.0 sink.example", next.say("NOOP"));
      }
    }
  }

  @Test
  void oneClientMayNotTakeAllConnections() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort(), "maxConnectionsPerClient=1");
        SmtpTalk first = SmtpTalk.greeted(proxy.port());
        SmtpTalk second = SmtpTalk.to(proxy.port())) {
      assertEquals("421 4.7.0 Too many connections, try again later", second.reply());
      assertEquals("250 2.0.0 sink.example", first.say("NOOP"));
    }
  }

  @Test
  void tooManyRecipientsComeLater() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort(), "maxRecipients=2");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.play(
          """
          C: MAIL FROM:<s@example.com>
          S: 250 2.1.0 MAIL ok
          C: RCPT TO:<a@example.com>
          S: 250 2.1.5 <a@example.com> ok
          C: RCPT TO:<b@example.com>
          S: 250 2.1.5 <b@example.com> ok
          C: RCPT TO:<c@example.com>
          S: 452 4.5.3 Too many recipients, maximum 2
          """);
    }
  }

  @Test
  void oneRecipientATransactionIfThatIsWanted() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort(), "multipleRecipients=ONE_PER_TRANSACTION");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.play(
          """
          C: MAIL FROM:<s@example.com>
          S: 250 2.1.0 MAIL ok
          C: RCPT TO:<a@example.com>
          S: 250 2.1.5 <a@example.com> ok
          C: RCPT TO:<b@example.com>
          S: 452 4.5.3 Only one recipient per message
          """);
    }
  }

  @Test
  void aMessageTooLargeIsRefusedAsSoonAsThatIsKnown(@TempDir Path folder) throws Exception {
    String refused = "552 5.3.4 Message too large, maximum 1024 bytes";
    try (Proxy proxy =
            Proxy.to(
                upstream.hostPort(),
                "maxMessageSize=1KiB",
                "inMemory=512",
                "spoolDirectory=" + folder);
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertTrue(client.say("EHLO c").contains("\n250-SIZE 1024\n"));
      assertEquals(refused, client.say("MAIL FROM:<s@example.com> SIZE=1025"));
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<a@example.com>");
      client.say("DATA");
      assertEquals(refused, client.send("1234567\r\n".repeat(200)).say("."));
      assertEquals("250 2.0.0 message received", FaultIT.send(client));
      upstream.mail();
      assertEquals(0, upstream.waiting());
      assertEquals(0, folder.toFile().list().length);
    }
  }

  @Test
  void aSilentClientIsSentAway() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort(), "clientTimeout=200", "dataTimeout=300")) {
      try (SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
        assertEquals("421 4.4.2 Timeout waiting for a command, closing connection", client.reply());
        assertEquals("(closed)", client.reply());
      }
      try (SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
        client.send("MAIL FROM:<s@example.com>\r\nRCPT TO:<a@example.com>\r\nDATA\r\nhalf");
        client.reply();
        client.reply();
        client.reply();
        assertEquals(
            "421 4.4.2 Timeout waiting for the client, closing connection", client.reply());
        assertEquals("(closed)", client.reply());
      }
      await().until(() -> upstream.openSessions() == 0);
      assertFalse(upstream.lines().contains("DATA"));
    }
  }

  @Test
  void aClientThatErrsOnAndOnIsSentAway() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      List<String> replies = new ArrayList<>();
      client.send("XYZ\r\n".repeat(40));
      for (String reply = client.reply(); !reply.equals("(closed)"); reply = client.reply()) {
        replies.add(reply);
      }
      assertEquals("500 5.5.1 Command not recognized", replies.get(0));
      assertEquals(
          "421 4.7.0 Too many errors, closing connection", replies.get(replies.size() - 1));
      assertEquals(21, replies.size());
      assertEquals(List.of("EHLO client.example"), upstream.lines());
    }
  }

  @Test
  void aClientThatDoesNotReadIsCut() throws Exception {
    String line = "214-" + "x".repeat(500) + "\r\n";
    upstream.answer("HELP", line.repeat(200) + "214 end");
    try (Proxy proxy = Proxy.to(upstream.hostPort(), "upstreamTimeout=500");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.send("HELP\r\n".repeat(200));
      await().until(() -> proxy.endpoint().getOpenConnections() == 0);
      await().until(() -> upstream.openSessions() == 0);
    }
  }
}
