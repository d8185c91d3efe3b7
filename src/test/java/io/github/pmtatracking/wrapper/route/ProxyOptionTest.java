package io.github.pmtatracking.wrapper.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.SmtpProxyComponent;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyOptionTest {

  private static String refusalOf(Settings settings) {
    SmtpProxyComponent component = new SmtpProxyComponent();
    component.setConfiguration(ProxyOption.configuration(settings));
    return assertThrows(BadSettingException.class, () -> ProxyOption.check(component, settings))
        .getMessage();
  }

  @Test
  void anOptionThatTheComponentRefusesIsReportedWithItsSetting() {
    Settings settings = Settings.load(null, Map.of(), Map.of());

    String source = refusalOf(settings.with("wrapper.upstream-source", "10.0.0.0/8"));
    assertTrue(source.startsWith("wrapper.upstream-source = \"10.0.0.0/8\""), source);
    String tls = refusalOf(settings.with("wrapper.implicit-tls", "true"));
    assertTrue(tls.startsWith("wrapper.implicit-tls = \"true\""), tls);
    assertFalse(tls.contains("implicitTls"), tls);
  }

  @Test
  void theShippedSettingsAreTheDefaultsOfTheComponent() {
    SmtpProxyConfiguration defaults = new SmtpProxyConfiguration();

    SmtpProxyConfiguration read =
        ProxyOption.configuration(Settings.load(null, Map.of(), Map.of()));

    assertEquals(defaults.getClientTimeout(), read.getClientTimeout());
    assertEquals(defaults.getDataTimeout(), read.getDataTimeout());
    assertEquals(defaults.getConnectTimeout(), read.getConnectTimeout());
    assertEquals(defaults.getUpstreamTimeout(), read.getUpstreamTimeout());
    assertEquals(defaults.getUpstreamDataTimeout(), read.getUpstreamDataTimeout());
    assertEquals(defaults.getSizeHeadroom(), read.getSizeHeadroom());
    assertEquals(defaults.getLineEndings(), read.getLineEndings());
    assertEquals(defaults.isVerbose(), read.isVerbose());
  }
}
