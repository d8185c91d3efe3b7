package io.github.pmtatracking.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.settings.Settings;
import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IngestHttpClientTest {
  @Test
  void aFailureIsOneSafeLine() {
    assertEquals(
        "ConnectException: refused by \\u001b ***",
        explain(null, new ConnectException("refused by \u001b secret\nsecond line")));
  }

  @Test
  void aFailureBehindAProxyNamesTheProxy() {
    HttpProxy proxy = HttpProxy.parse("http://u:pw@proxy.example:3128", "HTTPS_PROXY");

    assertEquals(
        "ConnectException: refused (through the proxy http://proxy.example:3128 (HTTPS_PROXY))",
        explain(proxy, new ConnectException("refused")));
    assertEquals(
        "the proxy answers 403",
        explain(proxy, new ProxyRefusedException(403, "the proxy answers 403")));
  }

  @Test
  void anExpiredCertificateIsNamed() {
    IOException handshake = new SSLHandshakeException("failed");
    handshake.initCause(new CertificateExpiredException("NotAfter: yesterday"));

    assertEquals(
        "SSLHandshakeException: its certificate has expired (NotAfter: yesterday)",
        explain(null, handshake));
  }

  private static String explain(@Nullable HttpProxy proxy, Exception failure) {
    try (IngestHttpClient client =
        new IngestHttpClient(
            proxy,
            TrustedAuthorities.of(Settings.load(null, Map.of(), Map.of()), Map.of()),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            new LogText("secret"))) {
      return client.explain(failure);
    }
  }
}
