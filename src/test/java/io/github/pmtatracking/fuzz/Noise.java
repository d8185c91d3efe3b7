package io.github.pmtatracking.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Random;

/** Text made of fragments, and text that was damaged. Characters stand for octets. */
final class Noise {
  private static final String[] HOSTILE = {
    "",
    "\0",
    "\r",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\u001b[31m",
    "\u007f",
    "\u00ff\u00fe",
    "\u00ef\u00bb\u00bf",
    "\u00ed\u00a0\u0080",
    "%",
    "%00",
    "%0d%0a",
    "%zz",
    "../",
    "\"",
    "'",
    "{",
    "}",
    "[[[[[[[[",
    "\\",
    "\\u0000",
    "\\ud800",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "9223372036854775808",
    "${jndi:ldap://localhost/x}",
    "${body}",
    "=1+1",
    "*",
    "<",
    ">",
    "&",
    ",",
    ";",
    ":",
  };

  private final Random random;

  Noise(Random random) {
    this.random = random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Between none and {@code most} fragments, one after the other. */
  String some(int most, String... fragments) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(oneIn(12) ? hostile() : pick(fragments));
    }
    return text.toString();
  }

  /** A piece that has broken programs before, now and then very long. */
  String hostile() {
    String piece = pick(HOSTILE);
    return oneIn(40) ? piece.repeat(1 + random.nextInt(3_000)) : piece;
  }

  /** The same text with a few octets changed, taken out, doubled or cut off. */
  String damaged(String text) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = 1 + random.nextInt(4); i > 0 && !damaged.isEmpty(); i--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(5)) {
        case 0 -> damaged.setCharAt(at, (char) random.nextInt(256));
        case 1 -> damaged.deleteCharAt(at);
        case 2 -> damaged.insert(at, hostile());
        case 3 -> damaged.insert(at, damaged.substring(at, Math.min(damaged.length(), at + 20)));
        default -> damaged.setLength(at);
      }
    }
    return damaged.toString();
  }

  static byte[] octets(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
