package io.github.pmtatracking.settings;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A network in CIDR notation (RFC 4632), or a single address. An IPv4 address that arrives mapped
 * into IPv6 counts as IPv4. Immutable.
 */
public final class Network {
  private final byte[] address;
  private final int prefixLength;

  private Network(byte[] address, int prefixLength) {
    this.address = address;
    this.prefixLength = prefixLength;
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fc00::/7} or a plain address.
   *
   * @throws IllegalArgumentException when the text is neither; names are not looked up
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address != null) {
      int bits = address.length * 8;
      try {
        int prefixLength = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefixLength >= 0 && prefixLength <= bits) {
          return new Network(address, prefixLength);
        }
      } catch (NumberFormatException e) {
        // told below, as for a prefix out of range
      }
    }
    throw new IllegalArgumentException(
        "wanted networks such as 127.0.0.0/8, 10.1.2.3 or fc00::/7, but found \"" + text + "\"");
  }

  /** Whether the address lies in this network. */
  public boolean contains(InetAddress candidate) {
    byte[] other = unmapped(candidate);
    // not Netty's IpSubnetFilterRule: it finds fe80::1 in fc00::/7
    if (other.length != address.length) {
      return false;
    }
    int whole = prefixLength / 8;
    int rest = prefixLength % 8;
    return Arrays.equals(other, 0, whole, address, 0, whole)
        && (rest == 0 || ((other[whole] ^ address[whole]) & 0xff) >> 8 - rest == 0);
  }

  private static byte[] unmapped(InetAddress candidate) {
    byte[] bytes = candidate.getAddress();
    try {
      // getByAddress turns ::ffff:a.b.c.d into IPv4
      return bytes.length == 4 ? bytes : InetAddress.getByAddress(bytes).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return NetUtil.bytesToIpAddress(address) + "/" + prefixLength;
  }
}
