package io.github.pmtatracking.address;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The source of a client's address: the setting {@code tracker.client-address}.
 *
 * @param text the setting as it was given
 * @param header the HTTP header with the address, or {@code null} if the connection has it
 * @param forwarded whether the header has the form of RFC 7239
 * @param proxyProtocol whether connections begin with a header of the PROXY protocol
 */
public record ClientAddressSource(
    String text, @Nullable String header, boolean forwarded, boolean proxyProtocol) {
  private static final String HEADER = "header ";
  // RFC 9110, 5.6.2
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  /**
   * Reads the setting.
   *
   * @throws IllegalArgumentException when the text is no source; the message says what is wanted
   */
  public static ClientAddressSource parse(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    switch (word) {
      case "x-real-ip":
        return new ClientAddressSource(text, "X-Real-Ip", false, false);
      case "x-forwarded-for":
        return new ClientAddressSource(text, "X-Forwarded-For", false, false);
      case "forwarded":
        return new ClientAddressSource(text, "Forwarded", true, false);
      case "proxy-protocol":
        return new ClientAddressSource(text, null, false, true);
      case "socket":
        return new ClientAddressSource(text, null, false, false);
      default:
        String name = word.startsWith(HEADER) ? text.substring(HEADER.length()).strip() : "";
        if (TOKEN.matcher(name).matches()) {
          return new ClientAddressSource(text, name, name.equalsIgnoreCase("Forwarded"), false);
        }
        throw new IllegalArgumentException(
            "wanted one of x-real-ip, x-forwarded-for, forwarded, proxy-protocol, socket, or"
                + " header and a name, such as header CF-Connecting-IP");
    }
  }
}
