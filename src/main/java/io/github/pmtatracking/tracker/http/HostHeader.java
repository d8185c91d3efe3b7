package io.github.pmtatracking.tracker.http;

import io.netty.util.NetUtil;
import java.util.regex.Pattern;

/** The value of a Host header: {@code uri-host [ ":" port ]} (RFC 9110, 7.2; RFC 3986, 3.2). */
final class HostHeader {
  private static final int MAX_PORT_DIGITS = 5;
  private static final Pattern NAME =
      Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*+(?::[0-9]{0,5})?");
  private static final Pattern LITERAL = Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::[0-9]{0,5})?");

  private HostHeader() {}

  /** Whether the value is a name, an address, or nothing, with or without a port. */
  static boolean isValid(String value) {
    if (!value.startsWith("[")) {
      return isPlain(value) || NAME.matcher(value).matches();
    }
    var literal = LITERAL.matcher(value);
    return literal.matches() && NetUtil.isValidIpV6Address(literal.group(1));
  }

  /** Whether it is what nearly all requests have: letters, digits, dots and hyphens, and a port. */
  private static boolean isPlain(String value) {
    int i = 0;
    while (i < value.length() && isPlain(value.charAt(i))) {
      i++;
    }
    if (i < value.length() && value.charAt(i) == ':' && value.length() - i - 1 <= MAX_PORT_DIGITS) {
      i++;
      while (i < value.length() && isDigit(value.charAt(i))) {
        i++;
      }
    }
    return i == value.length();
  }

  private static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z' || isDigit(c) || c == '.' || c == '-' || c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
