package io.github.pmtatracking.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The path of a link that a mail client, a chat program or a person has changed: broken over lines,
 * encoded once more, with other characters around it. It is percent-decoded, to find the places at
 * which base64 of zlib may begin. Immutable.
 */
final class MangledPath {
  /** How often a path is percent-decoded; each client on the way may encode it once. */
  private static final int MAX_DECODINGS = 4;

  private static final int ZLIB_HEADER_CHARACTERS = 3;

  private final String text;

  private MangledPath(String text) {
    this.text = text;
  }

  /** The characters that are skipped or replaced while the characters of a link are collected. */
  enum Joining {
    /** White space, equals signs; plus and slash are of the other base64 alphabet. */
    ALL,
    /** White space and soft line breaks of quoted-printable. */
    BLANKS,
    /** Line ends, with the equals sign that quoted-printable puts before them. */
    LINE_ENDS,
    /** Nothing. */
    NONE
  }

  /**
   * The path, percent-decoded.
   *
   * @param rawPath percent-encoded; a query or fragment after it is ignored
   */
  static MangledPath of(String rawPath) {
    String text = rawPath.substring(0, LinkPath.pathEnd(rawPath));
    for (int i = 0; i < MAX_DECODINGS; i++) {
      String decoded = percentDecoded(text);
      if (decoded.length() == text.length()) {
        break;
      }
      text = decoded;
    }
    return new MangledPath(characters(text));
  }

  /** The next place, from an index on, where the bytes of a zlib stream may begin; -1 if none. */
  int nextStart(int from) {
    for (int i = from; i < text.length(); i++) {
      boolean first = i == 0 || !isLetterOrDigit(text.charAt(i - 1));
      if (first && isLetterOrDigit(text.charAt(i)) && isZlibHeader(i)) {
        return i;
      }
    }
    return -1;
  }

  // RFC 1950, 2.2: deflate with a window of at most 32 KB, no preset dictionary.
  private boolean isZlibHeader(int start) {
    Base64Run run = run(start, Joining.ALL, ZLIB_HEADER_CHARACTERS);
    if (run.length() < 2) {
      return false;
    }
    int method = run.byteAt(0);
    int flags = run.byteAt(1);
    return (method & 0xf) == 8
        && method >> 4 <= 7
        && (flags & 0x20) == 0
        && (method << 8 | flags) % 31 == 0;
  }

  /** The characters of base64 from a start on. */
  Base64Run run(int start, Joining joining) {
    return run(start, joining, text.length() - start);
  }

  private Base64Run run(int start, Joining joining, int maxCharacters) {
    Base64Run run = new Base64Run(maxCharacters);
    int i = start;
    while (i < text.length() && run.characters() < maxCharacters) {
      char c = text.charAt(i);
      int value = Base64Run.value(c);
      if (value >= 0) {
        run.add(value);
        i++;
      } else if (joining == Joining.ALL && (c == '+' || c == '/')) {
        run.mark();
        run.add(c == '+' ? 62 : 63);
        i++;
      } else {
        int end = gapEnd(i);
        if (end == i || !isJoined(i, end, joining)) {
          break;
        }
        run.mark();
        i = end;
      }
    }
    run.mark();
    return run;
  }

  private int gapEnd(int from) {
    int end = from;
    while (end < text.length() && (text.charAt(end) == '=' || isBlank(text.charAt(end)))) {
      end += isEncodedEqualsSign(end) ? 3 : 1;
    }
    return end;
  }

  /** Quoted-printable for an equals sign, at the end of the link or of a line. */
  private boolean isEncodedEqualsSign(int i) {
    return text.startsWith("=3D", i)
        && (i + 3 == text.length() || Base64Run.value(text.charAt(i + 3)) < 0);
  }

  private boolean isJoined(int from, int end, Joining joining) {
    boolean equalsSign = false;
    boolean lineEnd = false;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      equalsSign |= c == '=';
      // Invisible characters mark the places at which a line may be broken.
      lineEnd |= c == '\r' || c == '\n' || Character.getType(c) == Character.FORMAT;
    }
    return switch (joining) {
      case ALL -> true;
      case BLANKS -> lineEnd || !equalsSign;
      case LINE_ENDS -> lineEnd;
      case NONE -> false;
    };
  }

  /** The text before the last slash before a start, without white space. */
  String prefix(int start) {
    StringBuilder prefix = new StringBuilder();
    int end = text.lastIndexOf('/', start - 1);
    int i = 0;
    while (i < end) {
      int gap = gapEnd(i);
      if (gap > i && isJoined(i, gap, Joining.BLANKS)) {
        i = gap;
      } else {
        prefix.append(text.charAt(i++));
      }
    }
    int length = prefix.length();
    while (length > 0 && prefix.charAt(length - 1) == '/') {
      length--;
    }
    return prefix.substring(0, length);
  }

  /** A percent sign without two hex digits is left unchanged. */
  private static String percentDecoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int value = c == '%' ? LinkPath.byteAt(text, i) : -1;
      if (value >= 0) {
        plain.append((char) value);
        i += 2;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** A path has one character for each byte; this decodes UTF-8. */
  private static String characters(String text) {
    boolean ascii = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0xff) {
        return text;
      }
      ascii &= c < 0x80;
    }
    return ascii ? text : new String(text.getBytes(ISO_8859_1), UTF_8);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }

  private static boolean isLetterOrDigit(char c) {
    int value = Base64Run.value(c);
    return value >= 0 && value < 62;
  }

  @Override
  public String toString() {
    return text;
  }
}
