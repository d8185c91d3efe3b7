package io.github.pmtatracking.component.smtpproxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS on both hops, each for itself. */
class TlsIT {
  @TempDir static Path folder;
  private static TestCertificate certificate;

  private FakeUpstream upstream;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.create(folder.resolve("proxy"), "proxy.example");
  }

  @BeforeEach
  void start() throws IOException {
    upstream = FakeUpstream.start();
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
  }

  private static String files(TestCertificate pair) {
    return "certificateFile=" + pair.certificateFile() + "&privateKeyFile=" + pair.keyFile();
  }

  @Test
  void aClientEncryptsAlthoughUpstreamDoesNot() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort(), files(certificate));
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      assertEquals("220 proxy.example ESMTP Service Ready", client.reply());
      assertTrue(client.say("EHLO c").endsWith("\n250 STARTTLS"));
      assertEquals("220 2.0.0 Ready to start TLS", client.say("STARTTLS"));
      client.startTls(certificate.context());
      assertEquals("503 5.5.1 EHLO or HELO first", client.say("MAIL FROM:<s@example.com>"));
      assertFalse(client.say("EHLO c").contains("STARTTLS"));
      assertEquals("250 2.0.0 message received", FaultIT.send(client));
      assertEquals("503 5.5.1 TLS is already active", client.say("STARTTLS"));
    }
  }

  @Test
  void whatWasSentBeforeTheHandshakeIsDropped() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort(), files(certificate));
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
  void tlsFromTheFirstByteOnBothHops() throws Exception {
    upstream.implicitTls(certificate.context());
    try (Proxy proxy =
            Proxy.to(
                upstream.hostPort(),
                files(certificate),
                "implicitTls=true",
                "upstreamTls=IMPLICIT",
                "insecureSkipVerify=true");
        SmtpTalk client = SmtpTalk.to(proxy.port()).startTls(certificate.context())) {
      assertEquals("220 proxy.example ESMTP Service Ready", client.reply());
      client.say("EHLO c");
      assertEquals("250 2.0.0 message received", FaultIT.send(client));
    }
  }

  @Test
  void aStrangerIsClosedBeforeTheHandshake() throws Exception {
    try (Proxy proxy =
        Proxy.to(
            upstream.hostPort(), files(certificate), "implicitTls=true", "clients=10.0.0.0/8")) {
      for (int i = 1; i <= 50; i++) {
        try (SmtpTalk silent = SmtpTalk.to(proxy.port())) {
          assertEquals("(closed)", silent.reply());
        }
        assertEquals(i, proxy.endpoint().getConnectionsTurnedAway());
      }
    }
  }

  @Test
  void silentClientsDoNotKeepTheirPlaceForLongerThanAHandshakeMayTake() throws Exception {
    try (Proxy proxy =
        Proxy.to(
            upstream.hostPort(),
            files(certificate),
            "implicitTls=true",
            "maxConnections=2",
            "handshakeTimeout=300")) {
      try (SmtpTalk first = SmtpTalk.to(proxy.port());
          SmtpTalk second = SmtpTalk.to(proxy.port())) {
        await().until(() -> proxy.endpoint().getOpenConnections() == 2);
        try (SmtpTalk third = SmtpTalk.to(proxy.port())) {
          assertEquals("(closed)", third.reply());
        }
        assertEquals("(closed)", first.reply());
        assertEquals("(closed)", second.reply());
      }
      await().until(() -> proxy.endpoint().getOpenConnections() == 0);
      try (SmtpTalk client = SmtpTalk.to(proxy.port()).startTls(certificate.context())) {
        assertEquals("220 proxy.example ESMTP Service Ready", client.reply());
      }
    }
  }

  @Test
  void aClientThatSendsAHandshakeOctetByOctetIsCutToo() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort(), files(certificate), "handshakeTimeout=300");
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
  void clientsThatDoNotReadAreCutWithTlsToo() throws Exception {
    String line = "214-" + "x".repeat(500) + "\r\n";
    upstream.answer("HELP", line.repeat(200) + "214 end");
    try (Proxy proxy = Proxy.to(upstream.hostPort(), files(certificate), "upstreamTimeout=500");
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
  void anUpstreamThatStopsReadingIsCutWithTlsToo() throws Exception {
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
    try (Proxy proxy =
        Proxy.to(upstream.hostPort(), "upstreamTimeout=500", "insecureSkipVerify=true")) {
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

  @Test
  void upstreamIsEncryptedWhenItOffersThat() throws Exception {
    upstream.tls(certificate.context());
    try (Proxy proxy = Proxy.to(upstream.hostPort(), "insecureSkipVerify=true");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", FaultIT.send(client));
      assertEquals(
          List.of("EHLO client.example", "STARTTLS", "EHLO client.example"),
          upstream.lines().subList(0, 3));
    }
  }

  @Test
  void aHeloClientDoesNotKeepUpstreamFromTls() throws Exception {
    upstream.tls(certificate.context());
    try (Proxy proxy =
            Proxy.to(upstream.hostPort(), "insecureSkipVerify=true", "upstreamTls=REQUIRE");
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals("250 sink.example says hello", client.say("HELO c"));
      assertEquals("250 2.0.0 message received", FaultIT.send(client));
    }
  }

  @Test
  void neverMeansNever() throws Exception {
    upstream.tls(certificate.context());
    try (Proxy proxy = Proxy.to(upstream.hostPort(), "upstreamTls=NEVER");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", FaultIT.send(client));
      assertFalse(upstream.lines().contains("STARTTLS"));
    }
  }

  @Test
  void requireMeansNoMailInClear() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort(), "upstreamTls=REQUIRE");
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals("421 4.7.5 TLS with upstream server failed", client.say("EHLO c"));
      assertEquals("(closed)", client.reply());
    }
  }

  @Test
  void aCertificateThatNobodySignedIsNotTaken() throws Exception {
    upstream.tls(certificate.context());
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals("421 4.7.5 TLS with upstream server failed", client.say("EHLO c"));
      await().until(() -> upstream.openSessions() == 0);
      assertFalse(upstream.lines().contains("MAIL FROM:<s@example.com>"));
    }
  }

  @Test
  void aChangedCertificateServesTheNextHandshake() throws Exception {
    TestCertificate first = TestCertificate.create(folder.resolve("changing"), "first.example");
    try (Proxy proxy = Proxy.to(upstream.hostPort(), files(first))) {
      assertEquals("CN=first.example", subject(proxy, first));
      TestCertificate second = TestCertificate.create(folder.resolve("changing"), "second.example");
      FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 5_000);
      Files.setLastModifiedTime(second.certificateFile(), later);
      assertEquals("CN=second.example", subject(proxy, second));

      Files.writeString(second.keyFile(), "no key at all");
      Files.setLastModifiedTime(
          second.keyFile(), FileTime.fromMillis(System.currentTimeMillis() + 10_000));
      assertEquals("CN=second.example", subject(proxy, second));
    }
  }

  private static String subject(Proxy proxy, TestCertificate trusted) throws Exception {
    try (SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("STARTTLS");
      client.startTls(trusted.context());
      SSLSocket socket = (SSLSocket) client.socket();
      X509Certificate seen = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return seen.getSubjectX500Principal().getName();
    }
  }

  @Test
  void aClientThatDoesNotTrustTheProxyIsNotServedInClear() throws Exception {
    TestCertificate other = TestCertificate.create(folder.resolve("other"), "other.example");
    try (Proxy proxy = Proxy.to(upstream.hostPort(), files(certificate));
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("STARTTLS");
      assertThrows(SSLHandshakeException.class, () -> client.startTls(other.context()));
      await().until(() -> proxy.endpoint().getOpenConnections() == 0);
    }
  }

  @Test
  void filesThatAreNoPairStopTheStart() throws Exception {
    TestCertificate other = TestCertificate.create(folder.resolve("pair"), "pair.example");
    Exception e =
        assertThrows(
            Exception.class,
            () ->
                Proxy.to(
                        upstream.hostPort(),
                        "certificateFile=" + certificate.certificateFile(),
                        "privateKeyFile=" + other.keyFile())
                    .close());
    assertTrue(root(e).getMessage().contains("does not belong to the certificate"), e.toString());
    assertTrue(root(e).getMessage().contains("certificateFile"), e.toString());
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
