package io.github.pmtatracking.component.smtpproxy.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The replies that a client gets, command by command, without failures. */
class ClientSessionIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  private Proxy proxy;

  @BeforeEach
  void start() throws Exception {
    proxy = smtp.start("hostName=proxy.example");
  }

  @Test
  void eachCommandGoesUpstreamUnchangedAndEachReplyComesBack() throws Exception {
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
  void aMessageArrivesUnchangedAndItsReplyIsUpstreams() throws Exception {
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
  void pipelinedCommandsGetTheirRepliesInOrder() throws Exception {
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
  void theReplyToHeloHasOneLine() throws Exception {
    try (SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals("250 sink.example says hello", client.say("HELO client.example"));
      assertEquals("250 2.1.0 MAIL ok", client.say("MAIL FROM:<>"));
    }
  }

  @Test
  void upstreamGetsNothingBeforeHello() throws Exception {
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

  @Test
  void upstreamSeesTheClientsAddress() throws Exception {
    upstream
        .keywords("AUTH PLAIN CRAM-MD5", "XCLIENT NAME ADDR PROTO HELO")
        .answer("XCLIENT", "220 go on")
        .on(
            "AUTH",
            (line, dialogue) -> {
              dialogue.reply("334 ");
              dialogue.readLine();
              dialogue.reply(
                  "235 "
                      + ((java.net.InetSocketAddress) dialogue.socket().getRemoteSocketAddress())
                          .getAddress()
                          .getHostAddress());
            })
        .on(
            "VRFY",
            (line, dialogue) ->
                dialogue.reply(
                    "250 "
                        + ((java.net.InetSocketAddress) dialogue.socket().getRemoteSocketAddress())
                            .getAddress()
                            .getHostAddress()));
    try (Proxy proxy =
            smtp.start(
                "upstreamSource=127.0.0.0/8=127.0.1.7,user:fred=127.0.1.8",
                "xclient=true",
                "received=true",
                "hostName=proxy.example");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 127.0.1.7", client.say("VRFY x"));
      assertEquals(
          "XCLIENT NAME=[UNAVAILABLE] ADDR=127.0.0.1 PROTO=ESMTP HELO=client.example",
          upstream.lines().get(1));
      assertEquals("EHLO client.example", upstream.lines().get(2));
      // whose user would be known too late
      String offered = client.say("EHLO client.example");
      assertTrue(offered.contains("AUTH PLAIN") && !offered.contains("CRAM-MD5"), offered);
      assertEquals("504 5.5.4 AUTH mechanism not offered", client.say("AUTH CRAM-MD5"));
      assertEquals("334 ", client.say("AUTH PLAIN"));
      assertEquals("235 127.0.1.8", client.say("AGZyZWQAcHc="));
      assertEquals("250 127.0.1.8", client.say("VRFY x"));
      assertEquals("250 2.0.0 message received", Proxy.send(client));
      String message = new String(upstream.mail().data(), ISO_8859_1);
      assertTrue(
          message.matches(
              "(?s)Received: from client.example \\(\\[127.0.0.1\\]\\)\r\n"
                  + "\tby proxy.example with ESMTPA id [0-9a-z]+;\r\n"
                  + "\t\\w{3}, \\d+ \\w{3} \\d{4} [0-9:]{8} (\\+\\d{4}|GMT)\r\nSubject: x.*"),
          message);
    }
  }
}
