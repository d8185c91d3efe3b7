package io.github.pmtatracking.text;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A network in CIDR notation (RFC 4632), or a single address. An IPv4 address that is mapped into
 * IPv6 counts as IPv4.
 *
 * @param prefixLength in bits, 0 to 32 or to 128
 */
public record CidrBlock(InetAddress address, int prefixLength) {

  /**
   * Reads {@code 10.0.0.0/8}, {@code fc00::/7} or a plain address. Names are not looked up.
   *
   * @throws IllegalArgumentException when the text is neither; the message contains the text
   */
  public static CidrBlock parse(String text) {
    int slash = text.indexOf('/');
    byte[] bytes =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (bytes != null) {
      try {
        int bits = bytes.length * 8;
        int prefixLength = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefixLength >= 0 && prefixLength <= bits) {
          return of(bytes, prefixLength);
        }
      } catch (NumberFormatException e) {
        // reported below, as for a prefix out of range
      }
    }
    throw new IllegalArgumentException(
        "wanted networks such as 127.0.0.0/8, 10.1.2.3 or fc00::/7, but found \"" + text + "\"");
  }

  /**
   * Reads networks that are separated by commas: {@code 127.0.0.0/8, ::1}. An empty text is an
   * empty list.
   *
   * @throws IllegalArgumentException when one of them is none; the message contains it
   */
  public static List<CidrBlock> parseList(String text) {
    return list(text, CidrBlock::parse);
  }

  /**
   * Reads the network of a component's option.
   *
   * @param option the name of the option, for the message
   * @throws IllegalArgumentException when the text is no network
   */
  public static CidrBlock parse(String text, String option) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": \"" + text + "\": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the networks of a component's option.
   *
   * @param option the name of the option, for the message
   * @throws IllegalArgumentException when one of them is none
   */
  public static List<CidrBlock> parseList(String text, String option) {
    return list(text, part -> parse(part, option));
  }

  private static List<CidrBlock> list(String text, Function<String, CidrBlock> reader) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .map(reader)
        .toList();
  }

  /** Whether it is one address only. */
  public boolean isSingle() {
    return prefixLength == address.getAddress().length * 8;
  }

  /** Whether the address lies in this network. */
  public boolean contains(InetAddress candidate) {
    byte[] mine = address.getAddress();
    byte[] other = bytes(candidate);
    // not Netty's IpSubnetFilterRule: it finds fe80::1 in fc00::/7
    if (other.length != mine.length) {
      return false;
    }
    int wholeBytes = prefixLength / 8;
    int bits = prefixLength % 8;
    return Arrays.equals(other, 0, wholeBytes, mine, 0, wholeBytes)
        && (bits == 0 || ((other[wholeBytes] ^ mine[wholeBytes]) & 0xff) >> 8 - bits == 0);
  }

  /** The bytes of an address; those of IPv4 when it is mapped into IPv6. */
  private static byte[] bytes(InetAddress candidate) {
    byte[] bytes = candidate.getAddress();
    return bytes.length == 4 ? bytes : of(bytes, 0).address().getAddress();
  }

  /** {@code getByAddress} turns ::ffff:a.b.c.d into IPv4. */
  private static CidrBlock of(byte[] bytes, int prefixLength) {
    try {
      InetAddress address = InetAddress.getByAddress(bytes);
      int mapped = bytes.length * 8 - address.getAddress().length * 8;
      return new CidrBlock(address, Math.max(0, prefixLength - mapped));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return NetUtil.toAddressString(address) + "/" + prefixLength;
  }
}
