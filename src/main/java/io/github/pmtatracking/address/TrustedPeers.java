package io.github.pmtatracking.address;

import io.github.pmtatracking.settings.Network;
import java.net.InetAddress;
import java.util.List;

/**
 * The proxies whose statements about a client are believed: the setting {@code
 * tracker.trusted-peers}. Immutable.
 *
 * @param networks an address in one of these is trusted
 * @param areDefault whether the setting is missing, so that no operator has chosen the networks
 */
public record TrustedPeers(List<Network> networks, boolean areDefault) {

  public TrustedPeers {
    networks = List.copyOf(networks);
  }

  /** Whether the peer with this address is trusted. */
  public boolean contain(InetAddress peer) {
    for (Network network : networks) {
      if (network.contains(peer)) {
        return true;
      }
    }
    return false;
  }
}
