package io.github.pmtatracking.link;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Host names that are not ASCII, in their DNS form: A-labels (RFC 5890), {@code xn--} and Punycode
 * (RFC 3492). Characters are mapped first as browsers do (UTS 46, non-transitional): lower case,
 * NFKC, the ideographic full stops as dots. Java's own {@code java.net.IDN} follows IDNA 2003, in
 * which {@code faß.de} is another host, {@code fass.de}.
 */
public final class InternationalHost {
  private static final int MAX_LABEL = 63;
  private static final int MAX_HOST = 253;

  private static final String PREFIX = "xn--";

  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 0x80;

  private InternationalHost() {}

  /** The host in ASCII, or {@code null} if it has no DNS form. */
  public static @Nullable String toAscii(String host) {
    List<String> labels = new ArrayList<>();
    String mapped = mapped(host);
    boolean rooted = mapped.endsWith(".");
    String name = rooted ? mapped.substring(0, mapped.length() - 1) : mapped;
    for (String label : name.split("\\.", -1)) {
      String ascii = label(label);
      if (ascii == null) {
        return null;
      }
      labels.add(ascii);
    }
    String ascii = String.join(".", labels);
    return ascii.length() > MAX_HOST ? null : rooted ? ascii + "." : ascii;
  }

  private static String mapped(String host) {
    StringBuilder mapped = new StringBuilder(host.length());
    String normal = Normalizer.normalize(host, Normalizer.Form.NFKC);
    normal
        .codePoints()
        .filter(point -> !isIgnored(point))
        // One by one: in a whole text, a sigma at the end of a word would become a final sigma.
        .map(point -> point == '\u3002' ? '.' : Character.toLowerCase(point))
        .forEach(mapped::appendCodePoint);
    return Normalizer.normalize(mapped, Normalizer.Form.NFKC);
  }

  private static boolean isIgnored(int point) {
    return point == 0xad
        || point == 0x200b
        || point == 0x2060
        || point == 0xfeff
        || (point >= 0xfe00 && point <= 0xfe0f);
  }

  private static @Nullable String label(String label) {
    if (label.isEmpty()) {
      return null;
    }
    boolean ascii = true;
    for (int i = 0; i < label.length(); ) {
      int point = label.codePointAt(i);
      if (point < 0x80 ? !isAsciiOfHosts(point) : !isOfHosts(point, i == 0)) {
        return null;
      }
      ascii &= point < 0x80;
      i += Character.charCount(point);
    }
    if (!ascii && label.startsWith(PREFIX)) {
      return null;
    }
    // Punycode has at least one character for each code point, and takes quadratic time.
    if (!ascii && label.codePointCount(0, label.length()) > MAX_LABEL - PREFIX.length()) {
      return null;
    }
    String encoded = ascii ? label : PREFIX + punycode(label.codePoints().toArray());
    return encoded.length() > MAX_LABEL ? null : encoded;
  }

  private static boolean isAsciiOfHosts(int point) {
    return (point >= 'a' && point <= 'z')
        || (point >= '0' && point <= '9')
        || point == '-'
        || point == '_';
  }

  private static boolean isOfHosts(int point, boolean first) {
    return switch (Character.getType(point)) {
      case Character.LOWERCASE_LETTER,
          Character.OTHER_LETTER,
          Character.MODIFIER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.OTHER_SYMBOL,
          Character.CONNECTOR_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.LETTER_NUMBER ->
          true;
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> !first;
      default -> false;
    };
  }

  // RFC 3492, 6.3
  private static String punycode(int[] points) {
    StringBuilder encoded = new StringBuilder();
    for (int point : points) {
      if (point < INITIAL_N) {
        encoded.append((char) point);
      }
    }
    int basic = encoded.length();
    int handled = basic;
    if (basic > 0) {
      encoded.append('-');
    }
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    while (handled < points.length) {
      int next = Integer.MAX_VALUE;
      for (int point : points) {
        next = point >= n ? Math.min(next, point) : next;
      }
      delta += (next - n) * (handled + 1);
      n = next;
      for (int point : points) {
        if (point < n) {
          delta++;
        } else if (point == n) {
          appendNumber(encoded, delta, bias);
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
    return encoded.toString();
  }

  private static void appendNumber(StringBuilder encoded, int number, int bias) {
    int q = number;
    for (int k = BASE; ; k += BASE) {
      int t = Math.max(T_MIN, Math.min(T_MAX, k - bias));
      if (q < t) {
        encoded.append(digit(q));
        return;
      }
      encoded.append(digit(t + (q - t) % (BASE - t)));
      q = (q - t) / (BASE - t);
    }
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int adapt(int delta, int points, boolean first) {
    int d = first ? delta / DAMP : delta / 2;
    d += d / points;
    int k = 0;
    while (d > (BASE - T_MIN) * T_MAX / 2) {
      d /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * d / (d + SKEW);
  }
}
