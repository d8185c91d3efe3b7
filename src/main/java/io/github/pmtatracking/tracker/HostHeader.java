package io.github.pmtatracking.tracker;

import io.netty.util.NetUtil;
import java.util.regex.Pattern;

/** The value of a Host header: {@code uri-host [ ":" port ]} (RFC 9110, 7.2; RFC 3986, 3.2). */
public final class HostHeader {
  private static final Pattern NAME =
      Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*+(?::[0-9]{0,5})?");
  private static final Pattern LITERAL = Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::[0-9]{0,5})?");

  private HostHeader() {}

  /** Whether the value is a name, an address, or nothing, with or without a port. */
  public static boolean isValid(String value) {
    if (!value.startsWith("[")) {
      return NAME.matcher(value).matches();
    }
    var literal = LITERAL.matcher(value);
    return literal.matches() && NetUtil.isValidIpV6Address(literal.group(1));
  }
}
