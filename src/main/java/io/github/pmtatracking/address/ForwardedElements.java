package io.github.pmtatracking.address;

import java.util.ArrayList;
import java.util.List;

/**
 * The elements of a header that lists the addresses on the way of a request, from the client to the
 * last proxy: a list of addresses as in X-Forwarded-For, or Forwarded (RFC 7239).
 */
public final class ForwardedElements {
  /** An element without an address. */
  public static final String NO_ADDRESS = "";

  private ForwardedElements() {}

  /** The addresses of all lines in order, unchanged; empty elements are left out. */
  public static List<String> ofList(List<String> lines) {
    if (lines.size() == 1 && lines.get(0).indexOf(',') < 0) {
      String only = lines.get(0).strip();
      return only.isEmpty() ? List.of() : List.of(only);
    }
    List<String> elements = new ArrayList<>();
    for (String line : lines) {
      for (String element : line.split(",")) {
        if (!element.isBlank()) {
          elements.add(element.strip());
        }
      }
    }
    return elements;
  }

  /**
   * The values of {@code for} of all lines in order, without quotes; {@link #NO_ADDRESS} for an
   * element without one. Each line is read on its own, so that an open quote in a client's line has
   * no effect on the proxy's line. An element with an open quote has no address: a proxy may have
   * added its own element after it on the same line.
   */
  public static List<String> ofForwarded(List<String> lines) {
    List<String> elements = new ArrayList<>();
    for (String line : lines) {
      addForwarded(line, elements);
    }
    return elements;
  }

  private static void addForwarded(String line, List<String> elements) {
    StringBuilder pair = new StringBuilder();
    String address = NO_ADDRESS;
    boolean quoted = false;
    boolean empty = true;
    for (int i = 0; i <= line.length(); i++) {
      char c = i == line.length() ? ',' : line.charAt(i);
      boolean ends = i == line.length() || (!quoted && (c == ',' || c == ';'));
      if (ends) {
        address = pair.isEmpty() ? address : addressOf(pair.toString(), address);
        empty &= pair.toString().isBlank();
        pair.setLength(0);
        if (c == ',') {
          if (!empty) {
            elements.add(quoted ? NO_ADDRESS : address);
          }
          address = NO_ADDRESS;
          empty = true;
        }
      } else if (c == '"') {
        quoted = !quoted;
      } else if (quoted && c == '\\' && i + 1 < line.length()) {
        pair.append(line.charAt(++i));
      } else {
        pair.append(c);
      }
    }
  }

  private static String addressOf(String pair, String before) {
    int equals = pair.indexOf('=');
    return equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase("for")
        ? pair.substring(equals + 1).strip()
        : before;
  }
}
