package io.github.pmtatracking.wrapper;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a message that carries a DKIM signature is tracked. Any change of the body breaks the
 * signature, and DMARC may rest on it (RFC 6376, 7489).
 *
 * @param track whether signed messages are tracked at all
 * @param domains if not empty, only where every signature is of one of these domains (its {@code
 *     d=}), lower case
 */
public record DkimPolicy(boolean track, Set<String> domains) {
  /** The bodies of signed messages stay unchanged. */
  public static final DkimPolicy SKIP = new DkimPolicy(false, Set.of());

  public DkimPolicy {
    domains = Set.copyOf(domains);
  }

  /**
   * Reads the setting {@code wrapper.dkim-signed}: {@code skip}, {@code track}, or {@code
   * track:example.com,example.net}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static DkimPolicy of(String setting) {
    String text = setting.strip().toLowerCase(Locale.ROOT);
    if (text.equals("skip")) {
      return SKIP;
    }
    if (text.equals("track")) {
      return new DkimPolicy(true, Set.of());
    }
    Set<String> domains =
        Arrays.stream((text.startsWith("track:") ? text.substring(6) : "").split(",", -1))
            .map(String::strip)
            .filter(domain -> !domain.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    if (domains.isEmpty()) {
      throw new IllegalArgumentException(
          "wanted skip, track or track:<signing domain>,<signing domain>");
    }
    return new DkimPolicy(true, domains);
  }

  /** Whether a message with signatures of these domains may be tracked; the list may be empty. */
  boolean allows(List<String> signers) {
    return signers.isEmpty() || track && (domains.isEmpty() || domains.containsAll(signers));
  }
}
