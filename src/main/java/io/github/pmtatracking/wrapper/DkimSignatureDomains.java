package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.wrapper.mime.HeaderBlock;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the signing domains from {@code DKIM-Signature} fields (RFC 6376, 3.5). */
final class DkimSignatureDomains {
  private static final Pattern DOMAIN = Pattern.compile("(?:^|;)\\s*d\\s*=\\s*([^;\\s]*)");

  private DkimSignatureDomains() {}

  /**
   * The signing domain of each signature in lower case; {@code ""} for a signature that names none.
   */
  static List<String> of(HeaderBlock header) {
    return header.all("dkim-signature").stream()
        .map(header::value)
        .map(DOMAIN::matcher)
        .map(tag -> tag.find() ? domain(tag) : "")
        .toList();
  }

  private static String domain(Matcher tag) {
    return tag.group(1).toLowerCase(Locale.ROOT);
  }
}
