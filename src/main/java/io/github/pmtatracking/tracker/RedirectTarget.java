package io.github.pmtatracking.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.link.BadLinkException;
import java.util.HexFormat;

/**
 * Makes the value of a Location header (RFC 9110, 10.2.2) out of a link's target: absolute http or
 * https only, so that no link leads to javascript: or back to the tracker, and only visible ASCII,
 * so that no link adds a header.
 */
final class RedirectTarget {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private RedirectTarget() {}

  /**
   * The target with blanks and all beyond ASCII percent-encoded as UTF-8.
   *
   * @throws BadLinkException if it is not absolute http or https, or holds a control character of
   *     ASCII
   */
  static String of(String targetUrl) throws BadLinkException {
    int host = afterScheme(targetUrl);
    if (host < 0 || host == targetUrl.length() || "/?#\\".indexOf(targetUrl.charAt(host)) >= 0) {
      throw new BadLinkException("the target of the link is no http or https URL");
    }
    boolean plain = true;
    for (int i = 0; i < targetUrl.length(); i++) {
      char c = targetUrl.charAt(i);
      // Those beyond ASCII are encoded below, and do no harm.
      if (c < ' ' || c == 0x7f) {
        throw new BadLinkException("the target of the link holds a control character");
      }
      plain &= c > ' ' && c < 0x7f;
    }
    return plain ? targetUrl : percentEncoded(targetUrl);
  }

  private static int afterScheme(String url) {
    if (url.regionMatches(true, 0, "http://", 0, 7)) {
      return 7;
    }
    return url.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
  }

  private static String percentEncoded(String url) {
    StringBuilder encoded = new StringBuilder(url.length() + 32);
    // A lone half of a surrogate pair has become a question mark here, which leads nowhere else.
    for (byte octet : url.getBytes(UTF_8)) {
      if (octet > ' ') {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return encoded.toString();
  }
}
