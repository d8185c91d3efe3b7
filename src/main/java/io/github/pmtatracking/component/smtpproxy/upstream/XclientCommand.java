package io.github.pmtatracking.component.smtpproxy.upstream;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/** The XCLIENT command of Postfix: a proxy tells the server the address of its client. */
public final class XclientCommand {
  private XclientCommand() {}

  /**
   * Builds the command.
   *
   * @param offered the attributes that upstream accepts, from its EHLO reply
   * @param hello the client's EHLO or HELO command
   */
  public static String command(String offered, InetAddress client, String hello) {
    List<String> attributes = List.of(offered.toUpperCase(Locale.ROOT).split(" +"));
    String address = client.getHostAddress();
    String[] words = hello.strip().split(" +", 3);
    StringBuilder command = new StringBuilder("XCLIENT");
    if (attributes.contains("NAME")) {
      command.append(" NAME=[UNAVAILABLE]");
    }
    if (attributes.contains("ADDR")) {
      command.append(" ADDR=").append(address.indexOf(':') < 0 ? "" : "IPV6:").append(address);
    }
    if (attributes.contains("PROTO")) {
      command.append(" PROTO=").append(words[0].equalsIgnoreCase("EHLO") ? "ESMTP" : "SMTP");
    }
    if (attributes.contains("HELO") && words.length > 1) {
      command.append(" HELO=").append(xtext(words[1]));
    }
    return command.toString();
  }

  /** RFC 3461, 4. */
  private static String xtext(String text) {
    StringBuilder encoded = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c > '!' && c < 127 && c != '+' && c != '=') {
        encoded.append(c);
      } else {
        encoded.append(String.format("+%02X", (int) c));
      }
    }
    return encoded.toString();
  }
}
