package io.github.pmtatracking.redis;

import java.util.HashMap;
import java.util.Map;

/** The reply to INFO: names and values. Immutable. */
final class RedisInfo {
  private final Map<String, String> values = new HashMap<>();

  /**
   * @param text lines {@code name:value}, and heading lines that begin with {@code #}
   */
  RedisInfo(String text) {
    text.lines()
        .map(line -> line.split(":", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> values.put(pair[0], pair[1].strip()));
  }

  /** The value; empty when this Redis does not have it. */
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** The value as a number; 0 when this Redis does not have it. */
  long number(String name) {
    try {
      return Long.parseLong(text(name));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Whether the value is 1. */
  boolean is(String name) {
    return text(name).equals("1");
  }
}
