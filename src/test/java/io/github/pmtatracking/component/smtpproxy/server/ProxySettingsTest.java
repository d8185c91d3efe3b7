package io.github.pmtatracking.component.smtpproxy.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
