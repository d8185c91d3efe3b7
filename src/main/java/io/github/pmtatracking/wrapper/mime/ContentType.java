package io.github.pmtatracking.wrapper.mime;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The value of Content-Type (RFC 2045, 5.1), or of Content-Disposition (RFC 2183), whose subtype is
 * empty. Comments are skipped. Quoted strings, and continued and encoded parameters (RFC 2231), are
 * resolved.
 *
 * @param type in lower case
 * @param subtype in lower case
 * @param parameters names in lower case
 */
record ContentType(String type, String subtype, Map<String, String> parameters) {

  private static final String CHARSET = "charset";

  /** Reads a field's value; null if clients may read it in more than one way. */
  static @Nullable ContentType parse(String value) {
    return new Reader(value).read();
  }

  boolean is(String wantedType, String wantedSubtype) {
    return type.equals(wantedType) && subtype.equals(wantedSubtype);
  }

  boolean isHtml() {
    return is("text", "html") || is("text", "x-amp-html");
  }

  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /** Whether there is a parameter that is not empty. */
  boolean hasValue(String name) {
    return !parameters.getOrDefault(name, "").isBlank();
  }

  /** The charset, without the single quotes that some mail has around it; null if it is empty. */
  @Nullable String charset() {
    String charset = parameters.getOrDefault(CHARSET, "").strip();
    if (charset.length() > 1 && charset.startsWith("'") && charset.endsWith("'")) {
      charset = charset.substring(1, charset.length() - 1).strip();
    }
    return charset.isEmpty() ? null : charset;
  }

  private static final class Reader {
    /** Endings of the name of the first section of a parameter (RFC 2231, 3 and 4). */
    private static final Set<String> FIRST_SECTION = Set.of("*", "*0", "*0*");

    private final String text;
    private int at;
    private boolean openComment;

    Reader(String text) {
      this.text = text;
    }

    @Nullable ContentType read() {
      String type = token();
      String subtype = "";
      if (accept('/')) {
        subtype = token();
        if (subtype.isEmpty()) {
          return null;
        }
      }
      if (type.isEmpty()) {
        return null;
      }
      Map<String, String> raw = new TreeMap<>();
      while (accept(';')) {
        String name = token();
        if (name.isEmpty()) {
          continue; // nothing between two semicolons, or behind the last
        }
        if (!accept('=')) {
          return null;
        }
        skip();
        String parameter = at < text.length() && text.charAt(at) == '"' ? quoted() : bare();
        String before = parameter == null ? null : raw.putIfAbsent(name, parameter);
        if (parameter == null || before != null && !isSame(name, before, parameter)) {
          return null;
        }
      }
      skip();
      return at < text.length() || openComment ? null : new ContentType(type, subtype, joined(raw));
    }

    /** Whether a parameter that is there twice says the same twice; charsets have no case. */
    private static boolean isSame(String name, String first, String second) {
      return name.equals(CHARSET) ? first.equalsIgnoreCase(second) : first.equals(second);
    }

    private boolean accept(char wanted) {
      skip();
      if (at < text.length() && text.charAt(at) == wanted) {
        at++;
        return true;
      }
      return false;
    }

    private String token() {
      skip();
      int start = at;
      while (at < text.length()
          && text.charAt(at) > ' '
          && "()<>@,;:\\\"/[]?=".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at).toLowerCase(Locale.ROOT);
    }

    /** A value without quotes. Real mail has characters in it that RFC 2045 wants quoted. */
    private @Nullable String bare() {
      int start = at;
      while (at < text.length() && text.charAt(at) > ' ' && ";\"(".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      boolean isEmpty = at == start && at < text.length() && text.charAt(at) != ';';
      return isEmpty ? null : text.substring(start, at);
    }

    private @Nullable String quoted() {
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return value.toString();
        }
        if (c == '\\' && at + 1 < text.length()) {
          c = text.charAt(++at);
        }
        value.append(c);
      }
      return null;
    }

    /** Skips white space and comments; comments nest. */
    private void skip() {
      int depth = 0;
      for (; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '\\' && depth > 0) {
          at++;
        } else if (c == '(') {
          depth++;
        } else if (c == ')' && depth > 0) {
          depth--;
        } else if (depth == 0 && c != ' ' && c != '\t') {
          return;
        }
      }
      openComment |= depth > 0;
    }

    /** Joins {@code name*0} and {@code name*1*}, and removes {@code charset'language'}. */
    private static Map<String, String> joined(Map<String, String> raw) {
      Map<String, String> whole = new TreeMap<>();
      raw.forEach(
          (name, value) -> {
            int star = name.indexOf('*');
            if (star < 0) {
              whole.putIfAbsent(name, value);
            } else if (FIRST_SECTION.contains(name.substring(star))) {
              whole.put(name.substring(0, star), section(name, value, raw));
            }
          });
      return whole;
    }

    private static String section(String name, String first, Map<String, String> raw) {
      String base = name.substring(0, name.indexOf('*'));
      StringBuilder value = new StringBuilder();
      if (name.endsWith("*")) {
        value.append(unescaped(first.substring(first.indexOf('\'', first.indexOf('\'') + 1) + 1)));
      } else {
        value.append(first);
      }
      for (int n = 1; !name.equals(base + "*"); n++) {
        String plain = raw.get(base + "*" + n);
        String encoded = raw.get(base + "*" + n + "*");
        if (plain == null && encoded == null) {
          break;
        }
        value.append(plain != null ? plain : unescaped(encoded));
      }
      return value.toString();
    }

    private static String unescaped(@Nullable String encoded) {
      try {
        return URLDecoder.decode(
            String.valueOf(encoded).replace("+", "%2B"), StandardCharsets.ISO_8859_1);
      } catch (IllegalArgumentException unusable) {
        return String.valueOf(encoded);
      }
    }
  }
}
