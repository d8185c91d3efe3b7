package io.github.pmtatracking.component.smtpproxy.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pmtatracking.component.smtpproxy.api.InvalidOptionException;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import org.junit.jupiter.api.Test;

class ProxySettingsTest {
  @Test
  void sizeLeavesRoomToGrow() {
    SmtpProxyConfiguration options = new SmtpProxyConfiguration();
    options.setMaxMessageSize("8000");
    ProxySettings settings = ProxySettings.of(options, null);
    assertEquals(8_000, settings.offeredSize(0));
    assertEquals(800, settings.offeredSize(1_000));
    assertEquals(8_000, settings.offeredSize(1_000_000));
  }

  @Test
  void aFaultNamesTheOption() {
    SmtpProxyConfiguration onlyKey = new SmtpProxyConfiguration();
    onlyKey.setPrivateKeyFile("key.pem");
    assertEquals("certificateFile", fault(onlyKey));

    SmtpProxyConfiguration noFile = new SmtpProxyConfiguration();
    noFile.setCertificateFile("/no/such/certificate.pem");
    noFile.setPrivateKeyFile("/no/such/key.pem");
    assertEquals("certificateFile", fault(noFile));

    SmtpProxyConfiguration noCertificate = new SmtpProxyConfiguration();
    noCertificate.setImplicitTls(true);
    assertEquals("implicitTls", fault(noCertificate));

    SmtpProxyConfiguration badSource = new SmtpProxyConfiguration();
    badSource.setUpstreamSource("fred=somewhere");
    assertEquals("upstreamSource", fault(badSource));
  }

  private static String fault(SmtpProxyConfiguration options) {
    return assertThrows(InvalidOptionException.class, () -> ProxySettings.of(options, null))
        .option();
  }
}
