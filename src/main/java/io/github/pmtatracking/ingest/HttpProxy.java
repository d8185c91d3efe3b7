package io.github.pmtatracking.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A proxy for HTTP: requests to {@code http:} go through it, for {@code https:} it opens a tunnel
 * (CONNECT, RFC 9110 section 9.3.6). Immutable.
 *
 * @param scheme {@code http}, or {@code https} when the connection to the proxy itself uses TLS
 * @param host its name or address, an IPv6 address without brackets
 * @param port from 1 to 65535
 * @param authorization the value of {@code Proxy-Authorization}, or null; never logged
 * @param origin the setting or variable that names it, for messages
 */
public record HttpProxy(
    String scheme, String host, int port, @Nullable String authorization, String origin) {
  private static final String WANTED =
      "wanted http://host:port, https://host:port or host:port, with user:password@ before the host"
          + " if the proxy asks for it (percent-encoded)";

  /**
   * Reads a proxy's address as Go does: the default scheme is {@code http}, the default port is
   * that of the scheme.
   *
   * @throws IllegalArgumentException with the wanted form
   */
  public static HttpProxy parse(String text, String origin) {
    int schemeEnd = text.indexOf("://");
    String scheme = schemeEnd < 0 ? "http" : text.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
    if (scheme.startsWith("socks")) {
      throw new IllegalArgumentException("SOCKS proxies are not supported; " + WANTED);
    }
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(WANTED);
    }
    String rest = schemeEnd < 0 ? text : text.substring(schemeEnd + 3);
    int at = rest.lastIndexOf('@');
    String authorization = at < 0 ? null : basic(rest.substring(0, at));
    String address = rest.substring(at + 1).replaceFirst("[/?#].*$", "");
    int colon = address.lastIndexOf(':');
    boolean hasPort =
        colon > address.lastIndexOf(']') && colon == address.indexOf(':', portStart(address));
    String host = hasPort ? address.substring(0, colon) : address;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isBlank() || host.matches(".*[\\s\\[\\]].*")) {
      throw new IllegalArgumentException(WANTED);
    }
    String port = hasPort ? address.substring(colon + 1) : "";
    return new HttpProxy(scheme, host, port(port, scheme), authorization, origin);
  }

  private static int portStart(String address) {
    return Math.max(0, address.lastIndexOf(']'));
  }

  private static int port(String text, String scheme) {
    if (text.isEmpty()) {
      return scheme.equals("https") ? 443 : 80;
    }
    if (text.matches("\\d{1,5}")) {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65_536) {
        return port;
      }
    }
    throw new IllegalArgumentException("wanted a port from 1 to 65535");
  }

  /** RFC 7617. */
  private static String basic(String userInfo) {
    int colon = userInfo.indexOf(':');
    String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
    String password = colon < 0 ? "" : decoded(userInfo.substring(colon + 1));
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("user or password is not percent-encoded; " + WANTED, e);
    }
  }

  /** Without user and password. */
  @Override
  public String toString() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return scheme + "://" + shown + ":" + port + " (" + origin + ")";
  }
}
