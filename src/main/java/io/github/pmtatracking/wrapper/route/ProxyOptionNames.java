package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.SmtpProxyComponent;
import io.github.pmtatracking.component.smtpproxy.api.InvalidOptionException;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;

/** The settings behind the options of the component {@code smtp-proxy}, for error messages. */
final class ProxyOptionNames {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "certificateFile", "wrapper.certfile",
          "privateKeyFile", "wrapper.privkeyfile",
          "implicitTls", "wrapper.implicit-tls",
          "upstreamSource", "wrapper.upstream-source",
          "downstreamDebug", "wrapper.downstream-debug",
          "upstreamDataDebug", "wrapper.upstream-data-debug");

  private ProxyOptionNames() {}

  /**
   * Checks the component's configuration.
   *
   * @throws BadSettingException when an option cannot be used; the message names the setting
   */
  static void check(SmtpProxyComponent component, Settings settings) {
    try {
      component.checkConfiguration();
    } catch (InvalidOptionException e) {
      String setting = SETTINGS.get(e.option());
      throw new BadSettingException(
          (setting == null ? e.option() : settings.describe(setting)) + ": " + e.reason(), e);
    } catch (GeneralSecurityException | IOException e) {
      throw new BadSettingException("wrapper: TLS cannot be used: " + e.getMessage(), e);
    }
  }
}
