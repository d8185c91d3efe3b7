package io.github.pmtatracking.component.smtpproxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client hears, command by command, when all goes well. */
class TranscriptIT {
  private FakeUpstream upstream;
  private Proxy proxy;

  @BeforeEach
  void start() throws Exception {
    upstream = FakeUpstream.start();
    proxy = Proxy.to(upstream.hostPort(), "hostName=proxy.example");
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    upstream.close();
  }

  @Test
  void eachCommandGoesUpstreamAsItCameAndEachAnswerComesBack() throws Exception {
    upstream
        .answer("MAIL", "250-2.1.0 first line\r\n250 2.1.0 second line")
        .answer("VRFY", "252 2.5.2 cannot VRFY")
        .answer("HELP", "214-try\r\n214 RFC 5321")
        .on("RSET", (line, dialogue) -> dialogue.reply("250 2.0.0 forgotten"));
    try (SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.play(
          """
          S: 220 proxy.example ESMTP Service Ready
          C: EHLO client.example
          S: 250-sink.example says hello
          S: 250-SIZE 52428800
          S: 250-PIPELINING
          S: 250-8BITMIME
          S: 250-SMTPUTF8
          S: 250-DSN
          S: 250 ENHANCEDSTATUSCODES
          C: NOOP really
          S: 250 2.0.0 sink.example
          C: VRFY fred
          S: 252 2.5.2 cannot VRFY
          C: HELP
          S: 214-try
          S: 214 RFC 5321
          C: mail from:<a@example.com> BODY=8BITMIME RET=HDRS ENVID=x+2By
          S: 250-2.1.0 first line
          S: 250 2.1.0 second line
          C: RSET
          S: 250 2.0.0 forgotten
          C: QUIT
          S: 221 2.0.0 sink.example says goodbye
          S: (closed)
          """);
    }
    assertEquals(
        List.of(
            "EHLO client.example",
            "NOOP really",
            "VRFY fred",
            "HELP",
            "mail from:<a@example.com> BODY=8BITMIME RET=HDRS ENVID=x+2By",
            "RSET",
            "QUIT"),
        upstream.lines());
  }

  @Test
  void aMessageArrivesAsItWasAndItsAnswerIsUpstreams() throws Exception {
    upstream.taking(mail -> "250 2.6.0 message received as 4711");
    try (SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.play(
          """
          C: MAIL FROM:<a@example.com>
          S: 250 2.1.0 MAIL ok
          C: RCPT TO:<b@example.com> NOTIFY=NEVER ORCPT=rfc822;b@example.com
          S: 250 2.1.5 <b@example.com> ok
          C: DATA
          S: 354 go ahead
          C: Subject: dots
          C:
          C: ..
          C: ...two
          C: text
          C: .
          S: 250 2.6.0 message received as 4711
          """);
    }
    SinkMail mail = upstream.mail();
    assertEquals("a@example.com", mail.sender());
    assertEquals(List.of("b@example.com"), mail.recipients());
    assertEquals(
        "Subject: dots\r\n\r\n.\r\n..two\r\ntext\r\n", new String(mail.data(), ISO_8859_1));
    assertEquals(
        "RCPT TO:<b@example.com> NOTIFY=NEVER ORCPT=rfc822;b@example.com", upstream.lines().get(2));
  }

  @Test
  void everythingSentAtOnceIsAnsweredInOrder() throws Exception {
    StringBuilder all = new StringBuilder("EHLO client.example\r\n");
    for (int i = 0; i < 3; i++) {
      all.append("MAIL FROM:<a@example.com>\r\nRCPT TO:<b").append(i).append("@example.com>\r\n");
      all.append("DATA\r\nSubject: ").append(i).append("\r\n\r\ntext\r\n.\r\n");
    }
    all.append("QUIT\r\n");
    try (SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.send(all.toString());
      assertEquals("220", client.reply().substring(0, 3));
      assertEquals("250", client.reply().substring(0, 3));
      for (int i = 0; i < 3; i++) {
        assertEquals("250 2.1.0 MAIL ok", client.reply());
        assertEquals("250 2.1.5 <b" + i + "@example.com> ok", client.reply());
        assertEquals("354 go ahead", client.reply());
        assertEquals("250 2.0.0 message received", client.reply());
      }
      assertEquals("221 2.0.0 sink.example says goodbye", client.reply());
      assertEquals("(closed)", client.reply());
    }
    for (int i = 0; i < 3; i++) {
      SinkMail mail = upstream.mail();
      assertEquals(List.of("b" + i + "@example.com"), mail.recipients());
      assertEquals("Subject: " + i + "\r\n\r\ntext\r\n", new String(mail.data(), ISO_8859_1));
    }
  }

  @Test
  void heloIsAnsweredInOneLine() throws Exception {
    try (SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals("250 sink.example says hello", client.say("HELO client.example"));
      assertEquals("250 2.1.0 MAIL ok", client.say("MAIL FROM:<>"));
    }
  }

  @Test
  void upstreamIsNotTroubledBeforeHello() throws Exception {
    try (SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      client.play(
          """
          C: MAIL FROM:<a@example.com>
          S: 503 5.5.1 EHLO or HELO first
          C: EHLO
          S: 501 5.5.4 EHLO requires a domain
          C: NOOP
          S: 250 2.0.0 OK
          C: RSET
          S: 250 2.0.0 OK
          C: AUTH PLAIN AGEAYg==
          S: 503 5.5.1 EHLO or HELO first
          C: QUIT
          S: 221 2.0.0 Bye
          S: (closed)
          """);
    }
    assertEquals(0, upstream.sessions());
  }
}
