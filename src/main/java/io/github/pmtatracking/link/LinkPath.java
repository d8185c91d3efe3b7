package io.github.pmtatracking.link;

import org.jspecify.annotations.Nullable;

/**
 * A path that may lead to a link: {@code <prefix>/<segment>}, older {@code
 * <prefix>/tracking/open/<segment>} or {@code <prefix>/tracking/click/<segment>}.
 *
 * @param prefix the text before the last slash, {@code ""} without a prefix
 * @param segment the text after it, percent-decoded
 */
record LinkPath(String prefix, String segment) {
  private static final String OLDER_OPEN = "/tracking/open";
  private static final String OLDER_CLICK = "/tracking/click";

  static LinkPath of(String rawPath) throws BadLinkException {
    int end = pathEnd(rawPath);
    int slash = rawPath.lastIndexOf('/', end - 1);
    if (slash < 0) {
      throw new BadLinkException("the path holds no link");
    }
    String segment = rawPath.substring(slash + 1, end);
    return new LinkPath(
        rawPath.substring(0, slash), segment.indexOf('%') < 0 ? segment : decode(segment));
  }

  /** Index of the end of the path, where a query or fragment may begin. */
  static int pathEnd(String rawPath) {
    for (int i = 0; i < rawPath.length(); i++) {
      char c = rawPath.charAt(i);
      if (c == '?' || c == '#') {
        return i;
      }
    }
    return rawPath.length();
  }

  /** The action that the path of an older link names, or {@code null} if it names none. */
  @Nullable Action olderAction() {
    if (prefix.endsWith(OLDER_OPEN)) {
      return Action.OPEN;
    }
    return prefix.endsWith(OLDER_CLICK) ? Action.CLICK : null;
  }

  /** The path of the tracking URL that makes such links. */
  String trackingPrefix() {
    if (prefix.endsWith(OLDER_OPEN)) {
      return prefix.substring(0, prefix.length() - OLDER_OPEN.length());
    }
    return prefix.endsWith(OLDER_CLICK)
        ? prefix.substring(0, prefix.length() - OLDER_CLICK.length())
        : prefix;
  }

  // Some mail clients write the padding as %3D.
  private static String decode(String segment) throws BadLinkException {
    StringBuilder plain = new StringBuilder(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '%') {
        int value = byteAt(segment, i);
        if (value < 0) {
          throw new BadLinkException("the path has a % without two hex digits");
        }
        c = (char) value;
        i += 2;
      }
      plain.append(c);
    }
    return plain.toString();
  }

  /** The byte of a percent sign and two hex digits, or -1 if they are none. */
  static int byteAt(String text, int percent) {
    int high = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 1), 16) : -1;
    int low = high < 0 ? -1 : Character.digit(text.charAt(percent + 2), 16);
    return low < 0 ? -1 : high << 4 | low;
  }
}
