package io.github.pmtatracking.component.smtpproxy.net;

import java.net.InetSocketAddress;

/**
 * An address to listen on or to connect to: {@code localhost:587}, {@code [::1]:25}, {@code :587}.
 *
 * @param host empty for all interfaces, or for this machine when connecting
 */
public record HostPort(String host, int port) {

  /**
   * @param option the option that the text was given for, for the message
   * @throws IllegalArgumentException when it is no address
   */
  public static HostPort parse(String text, String option) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (colon >= 0 && port >= 0 && port <= 65_535) {
        return new HostPort(host, port);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        option + " = \"" + text + "\": wanted host:port with a port from 0 to 65535");
  }

  public InetSocketAddress toListen() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  /** Looks the name up again each time, as it may move. */
  public InetSocketAddress toConnect() {
    return new InetSocketAddress(connectHost(), port);
  }

  public String connectHost() {
    return host.isEmpty() ? "localhost" : host;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
