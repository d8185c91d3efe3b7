package io.github.pmtatracking.component.smtpproxy.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** TLS towards clients, and clients that do not read. */
class ClientSocketIT {
  @TempDir static Path folder;
  private static TestCertificate certificate;

  @BeforeAll
  static void createCertificate() throws Exception {
    certificate = TestCertificate.create(folder.resolve("proxy"), "proxy.example");
  }

  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  @Test
  void aClientUsesTlsWhenUpstreamDoesNot() throws Exception {
    try (Proxy proxy = smtp.start(files(certificate));
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      assertEquals("220 proxy.example ESMTP Service Ready", client.reply());
      assertTrue(client.say("EHLO c").endsWith("\n250 STARTTLS"));
      assertEquals("220 2.0.0 Ready to start TLS", client.say("STARTTLS"));
      client.startTls(certificate.context());
      assertEquals("503 5.5.1 EHLO or HELO first", client.say("MAIL FROM:<s@example.com>"));
      assertFalse(client.say("EHLO c").contains("STARTTLS"));
      assertEquals("250 2.0.0 message received", Proxy.send(client));
      assertEquals("503 5.5.1 TLS is already active", client.say("STARTTLS"));
    }
  }

  @Test
  void inputBeforeTheHandshakeIsDropped() throws Exception {
    try (Proxy proxy = smtp.start(files(certificate));
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.send("STARTTLS\r\nMAIL FROM:<evil@example.com>\r\n");
      assertEquals("220 2.0.0 Ready to start TLS", client.reply());
      client.startTls(certificate.context());
      client.say("EHLO c");
      assertEquals("250 2.0.0 sink.example", client.say("NOOP"));
      assertEquals(List.of("EHLO client.example", "EHLO c", "NOOP"), upstream.lines());
    }
  }

  @Test
  void tlsFromTheFirstByteOnBothSides() throws Exception {
    upstream.implicitTls(certificate.context());
    try (Proxy proxy =
            smtp.start(
                files(certificate),
                "implicitTls=true",
                "upstreamTls=IMPLICIT",
                "insecureSkipVerify=true");
        SmtpTalk client = SmtpTalk.to(proxy.port()).startTls(certificate.context())) {
      assertEquals("220 proxy.example ESMTP Service Ready", client.reply());
      client.say("EHLO c");
      assertEquals("250 2.0.0 message received", Proxy.send(client));
    }
  }

  @Test
  void aClientThatSendsTheHandshakeByteByByteIsCut() throws Exception {
    try (Proxy proxy = smtp.start(files(certificate), "handshakeTimeout=300");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("STARTTLS");
      await()
          .until(
              () -> {
                try {
                  client.send("\u0016");
                } catch (IOException cut) {
                  // what was sent last met a closed connection
                }
                return proxy.endpoint().getOpenConnections() == 0;
              });
    }
  }

  @Test
  void clientsThatDoNotReadAreCutWithTls() throws Exception {
    String line = "214-" + "x".repeat(500) + "\r\n";
    upstream.answer("HELP", line.repeat(200) + "214 end");
    try (Proxy proxy = smtp.start(files(certificate), "upstreamTimeout=500");
        SmtpTalk first = SmtpTalk.greeted(proxy.port());
        SmtpTalk second = SmtpTalk.greeted(proxy.port())) {
      for (SmtpTalk client : List.of(first, second)) {
        assertEquals("220 2.0.0 Ready to start TLS", client.say("STARTTLS"));
        client.startTls(certificate.context());
        client.say("EHLO c");
        client.send("HELP\r\n".repeat(200));
      }
      await().until(() -> proxy.endpoint().getOpenConnections() == 0);
      await().until(() -> upstream.openSessions() == 0);
    }
  }

  @Test
  void aClientThatDoesNotTrustTheProxyIsNotServedWithoutTls() throws Exception {
    TestCertificate other = TestCertificate.create(folder.resolve("other"), "other.example");
    try (Proxy proxy = smtp.start(files(certificate));
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("STARTTLS");
      assertThrows(SSLHandshakeException.class, () -> client.startTls(other.context()));
      await().until(() -> proxy.endpoint().getOpenConnections() == 0);
    }
  }

  @Test
  void aClientThatDoesNotReadIsCut() throws Exception {
    String line = "214-" + "x".repeat(500) + "\r\n";
    upstream.answer("HELP", line.repeat(200) + "214 end");
    try (Proxy proxy = smtp.start("upstreamTimeout=500");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.send("HELP\r\n".repeat(200));
      await().until(() -> proxy.endpoint().getOpenConnections() == 0);
      await().until(() -> upstream.openSessions() == 0);
    }
  }

  private static String files(TestCertificate pair) {
    return "certificateFile=" + pair.certificateFile() + "&privateKeyFile=" + pair.keyFile();
  }
}
