package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.SmtpProxyComponent;
import io.github.pmtatracking.component.smtpproxy.api.InvalidOptionException;
import io.github.pmtatracking.component.smtpproxy.api.LineEndings;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.files.PrivateFiles;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * An option of the component {@code smtp-proxy} and the setting that gives its value. Each setting
 * is read and checked once, here.
 *
 * @param name of the option
 * @param setting key of the setting
 * @param reader reads and checks the setting, and puts its value into the configuration
 */
record ProxyOption(
    String name, String setting, BiConsumer<Settings, SmtpProxyConfiguration> reader) {

  /** All options with a setting. Those of the first group stand in the route, too. */
  private static final List<ProxyOption> ALL =
      List.of(
          checked("upstream", "wrapper.out-hostport", Settings::hostPort),
          checked(
              "upstreamTls",
              "wrapper.upstream-tls",
              (settings, key) -> settings.oneOf(key, "auto", "require", "never", "implicit")),
          checked("clients", "wrapper.clients", Settings::networks),
          checked("maxConnections", "wrapper.max-connections", number(1, 100_000)),
          checked("maxRecipients", "wrapper.max-recipients", number(1, 10_000)),
          checked(
              "maxMessageSize",
              "wrapper.max-message-size",
              (settings, key) -> settings.bytes(key, 1, Long.MAX_VALUE)),
          checked(
              "multipleRecipients",
              "wrapper.multiple-recipients",
              (settings, key) -> settings.oneOf(key, "split", "one-per-transaction", "shared")),
          option(
              "maxConnectionsPerClient",
              "wrapper.max-connections-per-client",
              number(0, 100_000),
              SmtpProxyConfiguration::setMaxConnectionsPerClient),
          option(
              "certificateFile",
              "wrapper.certfile",
              Settings::pathOrEmpty,
              SmtpProxyConfiguration::setCertificateFile),
          option(
              "privateKeyFile",
              "wrapper.privkeyfile",
              Settings::pathOrEmpty,
              SmtpProxyConfiguration::setPrivateKeyFile),
          option(
              "implicitTls",
              "wrapper.implicit-tls",
              Settings::flag,
              SmtpProxyConfiguration::setImplicitTls),
          option(
              "insecureSkipVerify",
              "wrapper.insecure-skip-verify",
              Settings::flag,
              SmtpProxyConfiguration::setInsecureSkipVerify),
          option(
              "authInClear",
              "wrapper.auth-in-clear",
              Settings::flag,
              SmtpProxyConfiguration::setAuthInClear),
          option(
              "hostName", "wrapper.host-name", Settings::text, SmtpProxyConfiguration::setHostName),
          option(
              "lineEndings",
              "wrapper.line-endings",
              ProxyOption::lineEndings,
              SmtpProxyConfiguration::setLineEndings),
          option(
              "received", "wrapper.received", Settings::flag, SmtpProxyConfiguration::setReceived),
          option(
              "upstreamSource",
              "wrapper.upstream-source",
              Settings::text,
              SmtpProxyConfiguration::setUpstreamSource),
          option("xclient", "wrapper.xclient", Settings::flag, SmtpProxyConfiguration::setXclient),
          option(
              "sizeHeadroom",
              "wrapper.size-headroom",
              number(0, 1_000),
              SmtpProxyConfiguration::setSizeHeadroom),
          option(
              "spoolDirectory",
              "wrapper.buffer.folder",
              ProxyOption::folder,
              SmtpProxyConfiguration::setSpoolDirectory),
          option(
              "clientTimeout",
              "wrapper.client-timeout",
              ProxyOption::milliseconds,
              SmtpProxyConfiguration::setClientTimeout),
          option(
              "dataTimeout",
              "wrapper.data-timeout",
              ProxyOption::milliseconds,
              SmtpProxyConfiguration::setDataTimeout),
          option(
              "connectTimeout",
              "wrapper.connect-timeout",
              ProxyOption::milliseconds,
              SmtpProxyConfiguration::setConnectTimeout),
          option(
              "upstreamTimeout",
              "wrapper.upstream-timeout",
              ProxyOption::milliseconds,
              SmtpProxyConfiguration::setUpstreamTimeout),
          option(
              "upstreamDataTimeout",
              "wrapper.upstream-data-timeout",
              ProxyOption::milliseconds,
              SmtpProxyConfiguration::setUpstreamDataTimeout),
          option("verbose", "log.verbose", Settings::flag, SmtpProxyConfiguration::setVerbose),
          option(
              "downstreamDebug",
              "wrapper.downstream-debug",
              ProxyOption::transcriptFile,
              SmtpProxyConfiguration::setDownstreamDebug),
          option(
              "upstreamDataDebug",
              "wrapper.upstream-data-debug",
              ProxyOption::transcriptFile,
              SmtpProxyConfiguration::setUpstreamDataDebug));

  /**
   * Reads and checks the settings of all options.
   *
   * @throws BadSettingException for the first setting that cannot be used
   */
  static SmtpProxyConfiguration configuration(Settings settings) {
    SmtpProxyConfiguration configuration = new SmtpProxyConfiguration();
    for (ProxyOption option : ALL) {
      option.reader.accept(settings, configuration);
    }
    return configuration;
  }

  /**
   * Lets the component check its options, before there is an endpoint.
   *
   * @throws BadSettingException if an option cannot be used; the message names the setting
   */
  static void check(SmtpProxyComponent component, Settings settings) {
    try {
      component.checkConfiguration();
    } catch (InvalidOptionException e) {
      throw new BadSettingException(describe(e.option(), settings) + ": " + e.reason(), e);
    } catch (GeneralSecurityException | IOException e) {
      throw new BadSettingException("wrapper: TLS cannot be used: " + e.getMessage(), e);
    }
  }

  /** The setting behind an option with its value, or the option if no setting gives it. */
  private static String describe(String option, Settings settings) {
    return ALL.stream()
        .filter(known -> known.name.equals(option))
        .findFirst()
        .map(known -> settings.describe(known.setting))
        .orElse(option);
  }

  /** An option that the route gives to the component, so that its setting is only checked here. */
  private static ProxyOption checked(
      String name, String setting, BiFunction<Settings, String, ?> check) {
    return new ProxyOption(
        name, setting, (settings, configuration) -> check.apply(settings, setting));
  }

  private static <T> ProxyOption option(
      String name,
      String setting,
      BiFunction<Settings, String, T> read,
      BiConsumer<SmtpProxyConfiguration, T> set) {
    return new ProxyOption(
        name,
        setting,
        (settings, configuration) -> set.accept(configuration, read.apply(settings, setting)));
  }

  private static BiFunction<Settings, String, Integer> number(int min, int max) {
    return (settings, key) -> settings.number(key, min, max);
  }

  private static long milliseconds(Settings settings, String key) {
    return settings.duration(key).toMillis();
  }

  private static LineEndings lineEndings(Settings settings, String key) {
    return LineEndings.valueOf(settings.oneOf(key, "refuse", "normalise").toUpperCase(Locale.ROOT));
  }

  private static String transcriptFile(Settings settings, String key) {
    String file = settings.pathOrEmpty(key);
    if (!file.isEmpty()) {
      try {
        PrivateFiles.createOwnerFile(Path.of(file));
        Files.newOutputStream(Path.of(file)).close();
      } catch (IOException e) {
        throw new BadSettingException(
            settings.describe(key) + ": wanted a file that can be written: " + e, e);
      }
    }
    return file;
  }

  private static String folder(Settings settings, String key) {
    String folder = settings.pathOrEmpty(key);
    if (!folder.isEmpty()
        && !(Files.isDirectory(Path.of(folder)) && Files.isWritable(Path.of(folder)))) {
      throw new BadSettingException(
          settings.describe(key)
              + ": wanted a folder that user "
              + System.getProperty("user.name")
              + " can write, or nothing for the system's folder for temporary files");
    }
    return folder;
  }
}
