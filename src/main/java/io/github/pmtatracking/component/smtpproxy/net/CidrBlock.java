package io.github.pmtatracking.component.smtpproxy.net;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** A network in CIDR notation (RFC 4632), or a single address. */
public record CidrBlock(InetAddress address, int prefixLength) {

  /**
   * Reads networks separated by commas.
   *
   * @param option the option that the text was given for, for the message
   * @throws IllegalArgumentException when one of them is none; names are not looked up
   */
  public static List<CidrBlock> parseList(String text, String option) {
    List<CidrBlock> networks = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        networks.add(parse(part.strip(), option));
      }
    }
    return List.copyOf(networks);
  }

  public static CidrBlock parse(String text, String option) {
    int slash = text.indexOf('/');
    byte[] octets =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    try {
      if (octets != null) {
        InetAddress address = InetAddress.getByAddress(octets);
        int bits = address.getAddress().length * 8;
        int prefixLength = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefixLength >= 0 && prefixLength <= bits) {
          return new CidrBlock(address, prefixLength);
        }
      }
    } catch (UnknownHostException | NumberFormatException e) {
      // told below, as for what is no address
    }
    throw new IllegalArgumentException(
        option + ": \"" + text + "\": wanted a network such as 10.0.0.0/8, 192.0.2.7 or fc00::/7");
  }

  /** Whether it is one address only. */
  public boolean isSingle() {
    return prefixLength == address.getAddress().length * 8;
  }

  /** Whether the address lies in this network. */
  public boolean contains(InetAddress candidate) {
    byte[] mine = address.getAddress();
    byte[] other = candidate.getAddress();
    // not Netty's IpSubnetFilterRule: it finds fe80::1 in fc00::/7
    return mine.length == other.length
        && new BigInteger(1, mine)
                .xor(new BigInteger(1, other))
                .shiftRight(mine.length * 8 - prefixLength)
                .signum()
            == 0;
  }
}
