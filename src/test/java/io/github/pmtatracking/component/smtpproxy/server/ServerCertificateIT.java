package io.github.pmtatracking.component.smtpproxy.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TestCertificate;
import io.github.pmtatracking.text.RootCause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The proxy's certificate from PEM files. */
class ServerCertificateIT {
  @TempDir static Path folder;
  private static TestCertificate certificate;

  @BeforeAll
  static void createCertificate() throws Exception {
    certificate = TestCertificate.create(folder.resolve("proxy"), "proxy.example");
  }

  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();

  @Test
  void aChangedCertificateIsUsedInTheNextHandshake() throws Exception {
    TestCertificate first = TestCertificate.create(folder.resolve("changing"), "first.example");
    try (Proxy proxy = smtp.start(files(first))) {
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

  @Test
  void filesThatAreNoPairFailTheStart() throws Exception {
    TestCertificate other = TestCertificate.create(folder.resolve("pair"), "pair.example");
    Exception e =
        assertThrows(
            Exception.class,
            () ->
                smtp.start(
                        "certificateFile=" + certificate.certificateFile(),
                        "privateKeyFile=" + other.keyFile())
                    .close());
    assertTrue(
        RootCause.of(e).getMessage().contains("does not belong to the certificate"), e.toString());
    assertTrue(RootCause.of(e).getMessage().contains("certificateFile"), e.toString());
  }

  private static String files(TestCertificate pair) {
    return "certificateFile=" + pair.certificateFile() + "&privateKeyFile=" + pair.keyFile();
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
}
