package io.github.pmtatracking.wrapper.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyOptionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          certificateFile: wanted a file             | wrapper.certfile: wanted a file
          clients = "x": wanted networks             | wrapper.clients = "x": wanted networks
          wanted the option upstream=host:port       | wanted the option wrapper.out-hostport=host:port
          certificateFile and privateKeyFile         | wrapper.certfile and wrapper.privkeyfile
          upstream cannot be reached by 3 clients    | upstream cannot be reached by 3 clients
          upstreamDataDebug upstreamTls upstreamTlsX | wrapper.upstream-data-debug wrapper.upstream-tls upstreamTlsX
          smtp-proxy://h:25?clients=x&received=y     | smtp-proxy://h:25?clients=x&received=y
          """)
  void anOptionIsReplacedByItsSetting(String message, String expected) {
    assertEquals(expected, ProxyOption.withSettings(message));
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
    assertEquals(defaults.getLineEnds(), read.getLineEnds());
    assertEquals(defaults.isVerbose(), read.isVerbose());
  }
}
