package io.github.pmtatracking.ingest;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the proxy for one address: {@code feeder.http.proxy} if it is set, otherwise the one of
 * the environment, as Go's {@code http.ProxyFromEnvironment} does: {@code HTTPS_PROXY} for an
 * address with {@code https:}, {@code HTTP_PROXY} for one with {@code http:} (not within CGI, where
 * a client could set it), {@code NO_PROXY}, each in lower case too.
 */
public final class ProxyChoice {
  private static final String SETTING = "feeder.http.proxy";

  private ProxyChoice() {}

  /**
   * The proxy, or null for none.
   *
   * @param url of the requests
   * @throws BadSettingException when the setting or the variable is not a usable proxy
   */
  public static @Nullable HttpProxy of(
      Settings settings, Map<String, String> environment, String url) {
    String set = settings.text(SETTING);
    if (set.equalsIgnoreCase("none")) {
      return null;
    }
    if (!set.isEmpty()) {
      return settings.convert(SETTING, text -> HttpProxy.parse(text, SETTING));
    }
    return fromEnvironment(environment, URI.create(url));
  }

  private static @Nullable HttpProxy fromEnvironment(Map<String, String> environment, URI url) {
    boolean https = "https".equalsIgnoreCase(url.getScheme());
    String variable = variable(environment, https ? "HTTPS_PROXY" : "HTTP_PROXY");
    if (variable == null || (!https && !value(environment, "REQUEST_METHOD").isEmpty())) {
      return null;
    }
    String noProxy = variable(environment, "NO_PROXY");
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    int port = url.getPort() >= 0 ? url.getPort() : https ? 443 : 80;
    if (new NoProxy(noProxy == null ? "" : value(environment, noProxy)).contains(host, port)) {
      return null;
    }
    String text = value(environment, variable).strip();
    try {
      return HttpProxy.parse(text, variable);
    } catch (IllegalArgumentException e) {
      throw new BadSettingException(
          variable
              + " = \""
              + Settings.withoutCredentials(text)
              + "\" (environment): "
              + e.getMessage()
              + "; "
              + SETTING
              + " = none makes the feeder ignore it",
          e);
    }
  }

  /** The variable that is set: in upper case, or else in lower case; null for neither. */
  private static @Nullable String variable(Map<String, String> environment, String name) {
    if (!value(environment, name).isEmpty()) {
      return name;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return value(environment, lower).isEmpty() ? null : lower;
  }

  private static String value(Map<String, String> environment, String name) {
    return environment.getOrDefault(name, "");
  }
}
