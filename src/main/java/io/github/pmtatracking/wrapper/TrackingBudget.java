package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.wrapper.html.LinkBudget;
import io.github.pmtatracking.wrapper.html.TrackableUrls;
import org.jspecify.annotations.Nullable;

/**
 * Counts the links and bytes that tracking adds to one message, before they are made, and keeps
 * them within the limits. One message, one thread.
 */
final class TrackingBudget implements LinkBudget {
  /** Heap for a changed link without its texts: the edit, its splices, their list entries. */
  private static final int LINK_MEMORY = 512;

  /** Heap for an HTML part: its pixels and lists. */
  private static final int PART_MEMORY = 4_096;

  /** A tracking URL without its texts: the tracker's URL, names in JSON, the zlib frame. */
  private static final int URL_FRAME = 256;

  private final RewriteLimits limits;
  private final int urlLength;
  private int links;
  private long growth;
  private int parts;

  /**
   * @param messageId of the first copy
   * @param maxRecipient characters of the longest recipient
   */
  TrackingBudget(RewriteLimits limits, String messageId, int maxRecipient) {
    this.limits = limits;
    this.urlLength = URL_FRAME + 2 * (messageId.length() + maxRecipient);
  }

  /**
   * Counts a part with pixels.
   *
   * @param width bytes of a character of ASCII in this part
   */
  void countPart(int width) throws RewriteLimitException {
    parts++;
    if (!grow(2L * width * (urlLength + URL_FRAME))) {
      throw new RewriteLimitException("more growth than wrapper.max-growth");
    }
  }

  @Override
  public boolean take(@Nullable String target, @Nullable String name, int width) {
    links++;
    if (links > limits.links()) {
      return false;
    }
    if (target == null) {
      return true;
    }
    int text = target.length() + (name == null ? 0 : name.length());
    return grow((long) width * (urlLength + 2 * text));
  }

  /** False if the limit is exceeded. */
  private boolean grow(long bytes) {
    growth += bytes;
    return growth <= limits.growth();
  }

  /** Heap for all that was counted: the plan, and the buffers in which a copy is made. */
  long memory() {
    return memory(links, parts, growth);
  }

  /**
   * The most heap that the links of some parts may take.
   *
   * @param texts bytes of the parts
   * @param tags tags in them that may be links
   * @param base whether one of them has a {@code <base>}
   */
  long memory(int htmlParts, long texts, long tags, boolean base) {
    int maxLinks = (int) Math.min(tags, limits.links());
    long longest = (long) maxLinks * TrackableUrls.MAX_TARGET_BYTES;
    long targets = base ? longest : Math.min(2 * texts, longest);
    long grown =
        (long) maxLinks * urlLength + 2 * targets + 2L * htmlParts * (urlLength + URL_FRAME);
    return memory(maxLinks, htmlParts, Math.min(limits.growth(), 2 * grown));
  }

  private static long memory(int links, int parts, long growth) {
    return (long) links * LINK_MEMORY + (long) parts * PART_MEMORY + 2 * growth;
  }
}
