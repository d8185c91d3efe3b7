package io.github.pmtatracking.tracker;

import io.github.pmtatracking.settings.Network;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;

/**
 * Whose address an event carries: that of X-Real-Ip if it comes from a trusted peer, such as the
 * nginx in front, and is an address; otherwise that of the connection. A bad header is counted, and
 * the reader served all the same. Thread-safe.
 */
final class ClientAddress {
  private static final String MAPPED = "::ffff:";

  private final List<Network> trustedPeers;
  private final TrackerCounters counters;

  ClientAddress(List<Network> trustedPeers, TrackerCounters counters) {
    this.trustedPeers = List.copyOf(trustedPeers);
    this.counters = counters;
  }

  String of(ReaderRequest request) {
    String realIp = request.realIp();
    if (realIp != null && isTrusted(request.peer())) {
      String stripped = realIp.strip();
      if (isAddress(stripped)) {
        return unmapped(stripped);
      }
      counters.countBadRealIp();
    }
    return NetUtil.toAddressString(request.peer(), true);
  }

  private boolean isTrusted(InetAddress peer) {
    for (Network network : trustedPeers) {
      if (network.contains(peer)) {
        return true;
      }
    }
    return false;
  }

  /** A proxy that listens on IPv6 for both sees 1.2.3.4 as ::ffff:1.2.3.4. */
  private static String unmapped(String address) {
    boolean mapped = address.regionMatches(true, 0, MAPPED, 0, MAPPED.length());
    String rest = mapped ? address.substring(MAPPED.length()) : address;
    return NetUtil.isValidIpV4Address(rest) ? rest : address;
  }

  private static boolean isAddress(String text) {
    return NetUtil.isValidIpV4Address(text)
        // A zone is of no meaning on another machine.
        || (NetUtil.isValidIpV6Address(text) && text.indexOf('%') < 0 && !text.startsWith("["));
  }
}
