package io.github.pmtatracking.wrapper.mime;

/**
 * One edit of decoded content: {@code text} replaces the bytes from {@code start} to {@code end}.
 * Splices are in order and do not overlap.
 *
 * @param start offset in the content, in bytes
 * @param end offset in the content, not before {@code start}
 * @param text the new bytes
 * @param lineMayBreak whether this replaces nothing and only marks a place where a line that is too
 *     long may be broken
 * @param lastResort whether the break would stand between text and a tag, so that it is used only
 *     if there is no other place
 */
public record Splice(int start, int end, byte[] text, boolean lineMayBreak, boolean lastResort) {
  private static final byte[] NOTHING = {};

  /** Replaces a range. */
  public static Splice replace(int start, int end, byte[] text) {
    return new Splice(start, end, text, false, false);
  }

  /** Marks a place where a line may be broken. */
  public static Splice lineMayBreak(int at) {
    return new Splice(at, at, NOTHING, true, false);
  }

  /** Marks a place where a line may be broken if there is no other. */
  public static Splice lineMayBreakAsLastResort(int at) {
    return new Splice(at, at, NOTHING, true, true);
  }
}
