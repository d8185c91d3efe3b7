package io.github.pmtatracking.component.smtpproxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** A network in CIDR notation (RFC 4632). */
record Network(InetAddress address, int prefixLength) {

  /**
   * Reads networks separated by commas.
   *
   * @param option the option that the text was given for, for the message
   * @throws IllegalArgumentException when one of them is none; names are not looked up
   */
  static List<Network> parseList(String text, String option) {
    List<Network> networks = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        networks.add(parse(part.strip(), option));
      }
    }
    return List.copyOf(networks);
  }

  static Network parse(String text, String option) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    try {
      if (host.matches("[0-9.]+") || host.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
        InetAddress address = InetAddress.getByName(host);
        int bits = address.getAddress().length * 8;
        int prefixLength = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefixLength >= 0 && prefixLength <= bits) {
          return new Network(address, prefixLength);
        }
      }
    } catch (UnknownHostException | NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        option + ": \"" + text + "\": wanted a network such as 10.0.0.0/8, 192.0.2.7 or fc00::/7");
  }

  /** Whether the address lies in this network. */
  boolean contains(InetAddress candidate) {
    byte[] mine = address.getAddress();
    byte[] other = candidate.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit += 8) {
      int mask = 0xff << Math.max(0, 8 - (prefixLength - bit));
      if (((mine[bit / 8] ^ other[bit / 8]) & mask & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }
}
