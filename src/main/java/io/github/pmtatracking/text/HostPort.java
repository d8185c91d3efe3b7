package io.github.pmtatracking.text;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;

/**
 * An address to listen on or to connect to, written as in Go: {@code :8888} (all interfaces),
 * {@code localhost:587}, {@code [::1]:25}.
 *
 * @param host name or address without brackets; empty for all interfaces, or for this machine when
 *     connecting
 * @param port 0 to 65535; 0 lets the system choose when listening
 */
public record HostPort(String host, int port) {

  /**
   * Reads {@code host:port}.
   *
   * @throws IllegalArgumentException when the text is no such address; the message says what was
   *     wanted
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("wanted host:port");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("wanted host:port, an IPv6 address in brackets");
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port >= 0 && port <= 65_535) {
        return new HostPort(host, port);
      }
    } catch (NumberFormatException e) {
      // reported below, as for a number out of range
    }
    throw new IllegalArgumentException("wanted host:port with a port from 0 to 65535");
  }

  /**
   * Reads the address of a component's option.
   *
   * @param option the name of the option, for the message
   * @throws IllegalArgumentException when the text is no such address
   */
  public static HostPort parse(String text, String option) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " = \"" + text + "\": " + e.getMessage(), e);
    }
  }

  /**
   * The host to bind a listener to. For all interfaces it is {@code ::}, which serves IPv4 too, as
   * Go does, and {@code 0.0.0.0} on a machine without IPv6.
   */
  public String listenHost() {
    if (!host.isEmpty()) {
      return host;
    }
    try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
      return "::";
    } catch (IOException | UnsupportedOperationException noIpv6) {
      return "0.0.0.0";
    }
  }

  /** The address in a listener's URI: {@link #listenHost} and the port. */
  public String listenAddress() {
    return new HostPort(listenHost(), port).toString();
  }

  /** The address to bind a listener to. */
  public InetSocketAddress toListen() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  /** The address to connect to. Looks the name up again each time, because it may change. */
  public InetSocketAddress toConnect() {
    return new InetSocketAddress(connectHost(), port);
  }

  /** The host to connect to; an empty host means this machine. */
  public String connectHost() {
    return host.isEmpty() ? "localhost" : host;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
