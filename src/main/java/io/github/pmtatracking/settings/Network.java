package io.github.pmtatracking.settings;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * A network in CIDR notation (RFC 4632), or a single address. An IPv4 address that arrives mapped
 * into IPv6 counts as IPv4. Immutable.
 */
public final class Network {
  private final String text;
  private final IpSubnetFilterRule rule;

  private Network(String text, IpSubnetFilterRule rule) {
    this.text = text;
    this.rule = rule;
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fc00::/7} or a plain address.
   *
   * @throws IllegalArgumentException when the text is neither; names are not looked up
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] octets =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (octets != null) {
      try {
        InetAddress address = InetAddress.getByAddress(octets);
        int bits = address.getAddress().length * 8;
        int prefixLength = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        return new Network(
            NetUtil.bytesToIpAddress(address.getAddress()) + "/" + prefixLength,
            new IpSubnetFilterRule(address, prefixLength, IpFilterRuleType.ACCEPT));
      } catch (UnknownHostException | IllegalArgumentException e) {
        // told below, as for what is no address
      }
    }
    throw new IllegalArgumentException(
        "wanted networks such as 127.0.0.0/8, 10.1.2.3 or fc00::/7, but found \"" + text + "\"");
  }

  /** Whether the address lies in this network. */
  public boolean contains(InetAddress candidate) {
    return rule.matches(new InetSocketAddress(unmapped(candidate), 0));
  }

  private static InetAddress unmapped(InetAddress candidate) {
    try {
      return InetAddress.getByAddress(candidate.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
