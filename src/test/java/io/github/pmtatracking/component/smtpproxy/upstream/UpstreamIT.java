package io.github.pmtatracking.component.smtpproxy.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** TLS towards upstream. */
class UpstreamIT {
  @TempDir static Path folder;
  private static TestCertificate certificate;

  @BeforeAll
  static void createCertificate() throws Exception {
    certificate = TestCertificate.create(folder.resolve("proxy"), "proxy.example");
  }

  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  @Test
  void tlsIsUsedWhenUpstreamOffersIt() throws Exception {
    upstream.tls(certificate.context());
    try (Proxy proxy = smtp.start("insecureSkipVerify=true");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", Proxy.send(client));
      assertEquals(
          List.of("EHLO client.example", "STARTTLS", "EHLO client.example"),
          upstream.lines().subList(0, 3));
    }
  }

  @Test
  void tlsIsUsedForAClientThatSendsHelo() throws Exception {
    upstream.tls(certificate.context());
    try (Proxy proxy = smtp.start("insecureSkipVerify=true", "upstreamTls=REQUIRE");
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals("250 sink.example says hello", client.say("HELO c"));
      assertEquals("250 2.0.0 message received", Proxy.send(client));
    }
  }

  @Test
  void neverMeansNoTls() throws Exception {
    upstream.tls(certificate.context());
    try (Proxy proxy = smtp.start("upstreamTls=NEVER");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", Proxy.send(client));
      assertFalse(upstream.lines().contains("STARTTLS"));
    }
  }

  @Test
  void requireMeansNoMailWithoutTls() throws Exception {
    try (Proxy proxy = smtp.start("upstreamTls=REQUIRE");
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals("421 4.7.5 TLS with upstream server failed", client.say("EHLO c"));
      assertEquals("(closed)", client.reply());
    }
  }

  @Test
  void aCertificateWithoutATrustedSignatureIsNotAccepted() throws Exception {
    upstream.tls(certificate.context());
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals("421 4.7.5 TLS with upstream server failed", client.say("EHLO c"));
      await().until(() -> upstream.openSessions() == 0);
      assertFalse(upstream.lines().contains("MAIL FROM:<s@example.com>"));
    }
  }

  @Test
  void anUpstreamThatDoesNotReadIsCutWithTls() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    upstream
        .tls(certificate.context())
        .on(
            "DATA",
            (line, dialogue) -> {
              dialogue.reply("354 go ahead");
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    String text = "x".repeat(998) + "\r\n";
    try (Proxy proxy = smtp.start("upstreamTimeout=500", "insecureSkipVerify=true")) {
      for (int i = 0; i < 2; i++) {
        try (SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
          client.say("MAIL FROM:<s@example.com>");
          client.say("RCPT TO:<r@example.com>");
          client.say("DATA");
          client.send("Subject: x\r\n\r\n" + text.repeat(20_000) + ".\r\n");
          String reply = client.reply();
          assertTrue(
              reply.startsWith("421 4.4.2 Connection to upstream server lost during DATA"), reply);
        }
      }
    } finally {
      end.countDown();
    }
  }
}
