package io.github.pmtatracking.wrapper.mime;

/**
 * One edit of decoded content: {@code text} instead of what stands from {@code start} to {@code
 * end}. Splices come in order and do not overlap.
 *
 * @param start offset in the content, in bytes
 * @param end offset in the content, not before {@code start}
 * @param text what stands there afterwards
 * @param lineMayBreak nothing is replaced, but a line end does no harm here, should the line have
 *     become too long
 * @param lastResort the line end would stand between text and a tag, so that another place is
 *     better
 */
public record Splice(int start, int end, byte[] text, boolean lineMayBreak, boolean lastResort) {
  private static final byte[] NOTHING = {};

  public static Splice replace(int start, int end, byte[] text) {
    return new Splice(start, end, text, false, false);
  }

  public static Splice lineMayBreak(int at) {
    return new Splice(at, at, NOTHING, true, false);
  }

  public static Splice lineMayBreakAsLastResort(int at) {
    return new Splice(at, at, NOTHING, true, true);
  }
}
