package io.github.pmtatracking.component.smtpproxy.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TestCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The limits for connections. */
class ProxyServerIT {
  @TempDir static Path folder;
  private static TestCertificate certificate;

  @BeforeAll
  static void createCertificate() throws Exception {
    certificate = TestCertificate.create(folder.resolve("proxy"), "proxy.example");
  }

  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();

  @Test
  void aClientOutsideOfTheNetworksIsRefused() throws Exception {
    try (Proxy proxy = smtp.start("clients=10.0.0.0/8,::1");
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      assertEquals("554 5.7.1 Client address 127.0.0.1 not allowed", client.reply());
      assertEquals("(closed)", client.reply());
      assertEquals(1, proxy.endpoint().getConnectionsTurnedAway());
    }
  }

  @Test
  void aClientAboveTheLimitGets421() throws Exception {
    String full = "421 4.7.0 Too many connections, try again later";
    try (Proxy proxy = smtp.start("maxConnections=2")) {
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
  void oneClientCannotTakeAllConnections() throws Exception {
    try (Proxy proxy = smtp.start("maxConnectionsPerClient=1");
        SmtpTalk first = SmtpTalk.greeted(proxy.port());
        SmtpTalk second = SmtpTalk.to(proxy.port())) {
      assertEquals("421 4.7.0 Too many connections, try again later", second.reply());
      assertEquals("250 2.0.0 sink.example", first.say("NOOP"));
    }
  }

  @Test
  void aClientOutsideOfTheNetworksIsClosedBeforeTheHandshake() throws Exception {
    try (Proxy proxy = smtp.start(files(certificate), "implicitTls=true", "clients=10.0.0.0/8")) {
      for (int i = 1; i <= 50; i++) {
        try (SmtpTalk silent = SmtpTalk.to(proxy.port())) {
          assertEquals("(closed)", silent.reply());
        }
        assertEquals(i, proxy.endpoint().getConnectionsTurnedAway());
      }
    }
  }

  @Test
  void silentClientsAreClosedAfterTheHandshakeTimeout() throws Exception {
    try (Proxy proxy =
        smtp.start(
            files(certificate), "implicitTls=true", "maxConnections=2", "handshakeTimeout=300")) {
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

  private static String files(TestCertificate pair) {
    return "certificateFile=" + pair.certificateFile() + "&privateKeyFile=" + pair.keyFile();
  }
}
