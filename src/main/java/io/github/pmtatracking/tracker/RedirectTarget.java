package io.github.pmtatracking.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.link.BadLinkException;
import io.github.pmtatracking.link.InternationalHost;
import java.util.HexFormat;

/**
 * Makes the value of a Location header (RFC 9110, 10.2.2) from a link's target. Only absolute http
 * and https URLs are allowed, so that no link leads to javascript: or back to the tracker. The
 * value is visible ASCII, so that no link can add a header.
 */
final class RedirectTarget {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private RedirectTarget() {}

  /**
   * The target with its host in DNS form, and with blanks and other characters that are not ASCII
   * percent-encoded as UTF-8 (RFC 3987, 3.1). A host without a DNS form is percent-encoded too.
   *
   * @throws BadLinkException if it is not absolute http or https with a host, or has an ASCII
   *     control character
   */
  static String of(String targetUrl) throws BadLinkException {
    int authority = afterScheme(targetUrl);
    int pathStart = authority < 0 ? 0 : end(targetUrl, authority, "/?#\\");
    int host = targetUrl.lastIndexOf('@', pathStart - 1) + 1;
    host = Math.max(host, authority);
    int hostEnd = hostEnd(targetUrl, host, pathStart);
    if (authority < 0 || host == hostEnd) {
      throw new BadLinkException("the target of the link is no http or https URL");
    }
    boolean plain = true;
    for (int i = 0; i < targetUrl.length(); i++) {
      char c = targetUrl.charAt(i);
      // Control characters beyond ASCII are encoded below.
      if (c < ' ' || c == 0x7f) {
        throw new BadLinkException("the target of the link holds a control character");
      }
      plain &= c > ' ' && c < 0x7f;
    }
    if (plain) {
      return targetUrl;
    }
    return percentEncoded(targetUrl.substring(0, host))
        + asciiHost(targetUrl.substring(host, hostEnd))
        + percentEncoded(targetUrl.substring(hostEnd));
  }

  private static int end(String url, int from, String ends) {
    int end = from;
    while (end < url.length() && ends.indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** Index of the port or of the path. */
  private static int hostEnd(String url, int host, int pathStart) {
    boolean literal = host < pathStart && url.charAt(host) == '[';
    int end = end(url, host, literal ? "]" : ":");
    return Math.min(end, pathStart);
  }

  private static String asciiHost(String host) {
    if (host.chars().allMatch(c -> c < 0x80)) {
      return percentEncoded(host);
    }
    String ascii = InternationalHost.toAscii(host);
    return ascii == null ? percentEncoded(host) : ascii;
  }

  private static int afterScheme(String url) {
    if (url.regionMatches(true, 0, "http://", 0, 7)) {
      return 7;
    }
    return url.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
  }

  private static String percentEncoded(String url) {
    StringBuilder encoded = new StringBuilder(url.length() + 32);
    // Half of a surrogate pair becomes a question mark here.
    for (byte b : url.getBytes(UTF_8)) {
      if (b > ' ') {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }
}
