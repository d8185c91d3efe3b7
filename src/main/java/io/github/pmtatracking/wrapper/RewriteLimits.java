package io.github.pmtatracking.wrapper;

/**
 * Limits of the work for one message. A message that exceeds one of these is sent untracked, with
 * {@link UntrackedReason#TOO_MUCH}.
 *
 * @param parts parts of a message, nested parts included, 1 or more
 * @param links links of a message that are changed, 1 or more
 * @param growth bytes that tracking may add to one copy of a message, 1 or more
 */
public record RewriteLimits(int parts, int links, long growth) {
  /** Far more than a newsletter has. */
  public static final RewriteLimits DEFAULTS = new RewriteLimits(1_000, 10_000, 16L << 20);
}
