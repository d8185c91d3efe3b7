package io.github.pmtatracking.ingest;

import io.github.pmtatracking.settings.Network;
import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that need no proxy, as Go's {@code httpproxy} reads {@code NO_PROXY}: names ({@code
 * example.com} with its subdomains, {@code .example.com} the subdomains alone), addresses,
 * networks, or {@code *}; separated by commas. All but a network can have a port. Localhost and
 * loopback addresses never use a proxy. Names are not resolved. Immutable.
 */
final class NoProxy {
  private final List<Rule> rules = new ArrayList<>();

  private interface Rule {
    boolean matches(String host, int port, @Nullable InetAddress address);
  }

  NoProxy(String list) {
    for (String part : list.split(",", -1)) {
      String entry = part.strip().toLowerCase(Locale.ROOT);
      if (!entry.isEmpty()) {
        Rule rule = rule(entry);
        if (rule != null) {
          rules.add(rule);
        }
      }
    }
  }

  /**
   * Whether this host needs no proxy.
   *
   * @param host a name, or an address without brackets
   */
  boolean contains(String host, int port) {
    String name = host.strip().toLowerCase(Locale.ROOT);
    InetAddress address = address(name);
    return name.equals("localhost")
        || (address != null && address.isLoopbackAddress())
        || rules.stream().anyMatch(rule -> rule.matches(name, port, address));
  }

  private static @Nullable Rule rule(String entry) {
    if (entry.equals("*")) {
      return (host, port, address) -> true;
    }
    if (entry.contains("/")) {
      return network(entry);
    }
    int colon = entry.lastIndexOf(':');
    boolean hasPort =
        colon >= 0
            && (entry.startsWith("[") ? colon > entry.indexOf(']') : colon == entry.indexOf(':'));
    String host = hasPort ? entry.substring(0, colon) : entry;
    String port = hasPort ? entry.substring(colon + 1) : "";
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      return null;
    }
    InetAddress own = address(host);
    if (own != null) {
      return (name, toPort, address) -> own.equals(address) && isPort(port, toPort);
    }
    return domain(host, port);
  }

  private static @Nullable Rule network(String entry) {
    try {
      Network network = Network.parse(entry);
      return (host, port, address) -> address != null && network.contains(address);
    } catch (IllegalArgumentException noNetwork) {
      return null;
    }
  }

  private static Rule domain(String entry, String port) {
    String host = entry.startsWith("*.") ? entry.substring(1) : entry;
    boolean itself = !host.startsWith(".");
    String suffix = ascii(itself ? "." + host : host);
    return (name, toPort, address) ->
        (name.endsWith(suffix) || (itself && name.equals(suffix.substring(1))))
            && isPort(port, toPort);
  }

  private static boolean isPort(String wanted, int port) {
    return wanted.isEmpty() || wanted.equals("" + port);
  }

  private static String ascii(String suffix) {
    try {
      return "." + IDN.toASCII(suffix.substring(1), IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      return suffix;
    }
  }

  private static @Nullable InetAddress address(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
