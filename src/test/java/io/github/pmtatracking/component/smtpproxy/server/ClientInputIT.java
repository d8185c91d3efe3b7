package io.github.pmtatracking.component.smtpproxy.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Command lines of a client: limits, time-outs, and lines that are no commands. */
class ClientInputIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  @Test
  void aSilentClientGets421() throws Exception {
    try (Proxy proxy = smtp.start("clientTimeout=200", "dataTimeout=300")) {
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
  void aClientWithTooManyErrorsIsDisconnected() throws Exception {
    try (Proxy proxy = smtp.start();
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
  void aCommandWithABareLineFeedIsNoCommand() throws Exception {
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      String fault = "500 5.5.2 Lines must end with CRLF and contain no other CR, LF or NUL";
      client.send("NOOP\rx\r\nNOOP\0x\r\n");
      assertEquals(fault, client.reply());
      assertEquals(fault, client.reply());
      client.send("NOOP x\nQUIT\r\n");
      assertEquals(fault, client.reply());
    }
  }

  @Test
  void anHttpRequestIsRefused() throws Exception {
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      client.send(
          "POST / HTTP/1.1\r\nHost: localhost\r\n\r\nEHLO x\r\nMAIL FROM:<s@example.com>\r\n"
              + "RCPT TO:<a@example.com>\r\nDATA\r\nx\r\n.\r\n");
      assertEquals("421 4.7.0 HTTP request to an SMTP server, closing connection", client.reply());
      assertEquals("(closed)", client.reply());
      assertEquals(0, upstream.sessions());
    }
  }

  @Test
  void theBytesOfBdatAreNeverCommands() throws Exception {
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<a@example.com>");
      client.send("BDAT 6\r\nRSET\r\nBDAT 6 LAST\r\nQUIT\r\n");
      assertEquals("502 5.5.1 BDAT not offered, use DATA", client.reply());
      assertEquals("502 5.5.1 BDAT not offered, use DATA", client.reply());
      assertEquals("250 2.0.0 sink.example", client.say("NOOP"));
      assertEquals(
          "501 5.5.4 BDAT requires a chunk size, closing connection", client.say("BDAT x"));
      assertEquals("(closed)", client.reply());
    }
    assertEquals(false, upstream.lines().contains("RSET"));
  }
}
