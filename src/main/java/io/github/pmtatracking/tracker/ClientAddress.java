package io.github.pmtatracking.tracker;

import io.github.pmtatracking.address.ClientAddressSource;
import io.github.pmtatracking.address.DominantAddress;
import io.github.pmtatracking.address.ForwardedElements;
import io.github.pmtatracking.address.TrustedPeers;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the client's address of an event. A trusted peer, such as the nginx in front, names the
 * client in a header, for example X-Real-Ip. A list in it is read from the right: addresses of
 * trusted peers are skipped, and the first other address is the client's. From any other peer, and
 * without the header, the address of the connection is used. A header without a valid address is
 * counted, and the client gets its response all the same. Addresses are written in one form (RFC
 * 5952), without port and brackets. Thread-safe.
 */
final class ClientAddress {
  private static final Logger LOG = LoggerFactory.getLogger(ClientAddress.class);
  private static final Pattern PORT = Pattern.compile(":(\\d{1,5}|_[A-Za-z0-9._-]+)");
  private static final int MAX_PEERS_LOGGED = 16;

  private final ClientAddressSource source;
  private final TrustedPeers trustedPeers;
  private final TrackerCounters counters;
  private final DominantAddress dominant;
  private final Set<InetAddress> logged = ConcurrentHashMap.newKeySet();

  /**
   * @param trustedPeers whose header is used; logged when it is the default
   */
  ClientAddress(
      ClientAddressSource source,
      TrustedPeers trustedPeers,
      TrackerCounters counters,
      DominantAddress dominant) {
    this.source = source;
    this.trustedPeers = trustedPeers;
    this.counters = counters;
    this.dominant = dominant;
  }

  /** The client's address of an event; a header without a valid address is counted. */
  String ofEvent(TrackingRequest request) {
    InetAddress peer = request.peer();
    InetAddress client = peer;
    if (isNamedByProxy(request)) {
      logIfDefault(peer);
      InetAddress named = fromHeader(request.addressHeader());
      if (named == null) {
        counters.countBadRealIp();
      } else {
        client = named;
      }
    }
    String address = text(client);
    dominant.count(address);
    return address;
  }

  /** The client's address of a request that is no event, for the log. */
  String of(TrackingRequest request) {
    InetAddress named = isNamedByProxy(request) ? fromHeader(request.addressHeader()) : null;
    return text(named == null ? request.peer() : named);
  }

  private boolean isNamedByProxy(TrackingRequest request) {
    return source.header() != null
        && !request.addressHeader().isEmpty()
        && trustedPeers.contain(request.peer());
  }

  private @Nullable InetAddress fromHeader(List<String> lines) {
    List<String> elements =
        source.forwarded() ? ForwardedElements.ofForwarded(lines) : ForwardedElements.ofList(lines);
    InetAddress address = null;
    for (int i = elements.size() - 1; i >= 0; i--) {
      address = parse(elements.get(i));
      if (address == null || i == 0 || !trustedPeers.contain(address)) {
        return address;
      }
    }
    return address;
  }

  private void logIfDefault(InetAddress peer) {
    if (trustedPeers.areDefault()
        && !peer.isLoopbackAddress()
        && logged.size() < MAX_PEERS_LOGGED
        && logged.add(peer)) {
      String text = text(peer);
      LOG.warn(
          "Client address taken from a header of a peer that is trusted by default;"
              + " tracker.trusted-peers is not set, so all private networks are trusted; set it to"
              + " your proxies, such as tracker.trusted-peers = 127.0.0.0/8, ::1, {}: header={}"
              + " peer={}",
          text,
          source.header(),
          text);
    }
  }

  private static String text(InetAddress address) {
    return NetUtil.toAddressString(address, true);
  }

  /** An address with or without port and brackets, or {@code null}. */
  private static @Nullable InetAddress parse(String text) {
    int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
    int colon = text.indexOf(':');
    String host = text;
    String port = "";
    if (bracket > 0) {
      host = text.substring(1, bracket);
      port = text.substring(bracket + 1);
    } else if (colon > 0 && colon == text.lastIndexOf(':')) {
      host = text.substring(0, colon);
      port = text.substring(colon);
    }
    boolean address =
        bracket > 0
            ? isIpV6(host)
            : NetUtil.isValidIpV4Address(host) || (port.isEmpty() && isIpV6(host));
    return address && (port.isEmpty() || PORT.matcher(port).matches()) ? ofAddress(host) : null;
  }

  // A zone is of no meaning on another machine.
  private static boolean isIpV6(String text) {
    return NetUtil.isValidIpV6Address(text) && text.indexOf('%') < 0 && !text.startsWith("[");
  }

  private static @Nullable InetAddress ofAddress(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      // makes IPv4 of ::ffff:1.2.3.4, which is how a proxy sees it that listens on IPv6 for both
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException ofAnotherLength) {
      return null;
    }
  }
}
