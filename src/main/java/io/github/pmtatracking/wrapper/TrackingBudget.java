package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.wrapper.html.TrackableUrls;
import org.jspecify.annotations.Nullable;

/**
 * Counts what tracking makes of one message, before it is made, and holds it within the limits. One
 * message, one thread.
 */
public final class TrackingBudget {
  /** Heap for a changed link beside its texts: the edit, its splices, their places in lists. */
  private static final int LINK_MEMORY = 512;

  /** Heap for an HTML part: its pixels, its lists. */
  private static final int PART_MEMORY = 4_096;

  /** A tracking URL beside its texts: the tracker's URL, names in JSON, the frame of the stream. */
  private static final int URL_FRAME = 256;

  private final RewriteLimits limits;
  private final int urlLength;
  private int links;
  private long growth;
  private int parts;

  /**
   * @param messageId of the first copy
   * @param longestRecipient characters of the longest recipient
   */
  TrackingBudget(RewriteLimits limits, String messageId, int longestRecipient) {
    this.limits = limits;
    this.urlLength = URL_FRAME + 2 * (messageId.length() + longestRecipient);
  }

  /**
   * Counts a part with pixels.
   *
   * @param width bytes of a character of ASCII in this part
   */
  void countPart(int width) throws RewriteLimitException {
    parts++;
    grow(2L * width * (urlLength + URL_FRAME));
  }

  /**
   * Counts a link that is changed, before anything is made for it.
   *
   * @param target where it leads; null if only its switch is taken out
   */
  public void countLink(@Nullable String target, @Nullable String name, int width)
      throws RewriteLimitException {
    links++;
    if (links > limits.links()) {
      throw new RewriteLimitException("more links than wrapper.max-links");
    }
    if (target != null) {
      int text = target.length() + (name == null ? 0 : name.length());
      grow((long) width * (urlLength + 2 * text));
    }
  }

  private void grow(long bytes) throws RewriteLimitException {
    growth += bytes;
    if (growth > limits.growth()) {
      throw new RewriteLimitException("more growth than wrapper.max-growth");
    }
  }

  /** Heap for what was counted: the plan, and the buffers in which a copy is made. */
  long memory() {
    return memory(links, parts, growth);
  }

  /**
   * Heap that the links of some parts may take at most.
   *
   * @param texts bytes of the parts
   * @param tags how many of their tags may be links
   * @param base whether one of them has a {@code <base>}
   */
  long memory(int htmlParts, long texts, long tags, boolean base) {
    int most = (int) Math.min(tags, limits.links());
    long longest = (long) most * TrackableUrls.LONGEST_TARGET;
    long targets = base ? longest : Math.min(2 * texts, longest);
    long grown = (long) most * urlLength + 2 * targets + 2L * htmlParts * (urlLength + URL_FRAME);
    return memory(most, htmlParts, Math.min(limits.growth(), 2 * grown));
  }

  private static long memory(int links, int parts, long growth) {
    return (long) links * LINK_MEMORY + (long) parts * PART_MEMORY + 2 * growth;
  }
}
