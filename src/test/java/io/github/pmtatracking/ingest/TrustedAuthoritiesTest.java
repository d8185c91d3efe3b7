package io.github.pmtatracking.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.process.FlowLog;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedAuthoritiesTest {
  private final Settings settings = Settings.load(null, Map.of(), Map.of());
  @TempDir Path folder;

  @Test
  void withoutAFileTheAuthoritiesOfJavaAreTrusted() throws Exception {
    TrustedAuthorities trusted = TrustedAuthorities.of(settings, Map.of());

    assertEquals(SSLContext.getDefault(), trusted.context());
    assertEquals("feeder.tls.ca-file = \"\" (default)", trusted.origin());
  }

  @Test
  void aFileWithoutCertificatesEndsTheStart() throws Exception {
    Path file = Files.writeString(folder.resolve("ca.pem"), "");

    String message =
        assertThrows(
                BadSettingException.class,
                () ->
                    TrustedAuthorities.of(
                        settings.with("feeder.tls.ca-file", file.toString()), Map.of()))
            .getMessage();

    assertTrue(message.startsWith("feeder.tls.ca-file = "), message);
    assertTrue(message.contains("wanted certificates in PEM"), message);
  }

  @Test
  void anUnusableFileOfTheEnvironmentIsIgnoredWithAWarning() throws Exception {
    try (FlowLog log = FlowLog.start()) {
      TrustedAuthorities trusted =
          TrustedAuthorities.of(settings, Map.of("SSL_CERT_FILE", "/nonexistent/ca.pem"));

      assertEquals(SSLContext.getDefault(), trusted.context());
      assertTrue(log.text().contains("SSL_CERT_FILE"), log.text());
      assertTrue(log.text().contains("/nonexistent/ca.pem"), log.text());
    }
  }

  @Test
  void theExplanationNamesTheSettingOrTheDate() {
    TrustedAuthorities trusted = TrustedAuthorities.of(settings, Map.of());

    assertTrue(
        String.valueOf(trusted.explain(new Exception(new CertPathValidatorException("unknown"))))
            .contains("feeder.tls.ca-file"));
    assertTrue(
        String.valueOf(
                trusted.explain(new Exception(new CertificateNotYetValidException("NotBefore: x"))))
            .contains("NotBefore: x"));
    assertNull(trusted.explain(new Exception("another failure")));
  }
}
