package io.github.pmtatracking.wrapper;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes message ids as PowerMTA does (docs/formats.md, "Message id"): {@code 0000}, the Unix time
 * in seconds as 8 hex digits with its bytes reversed, and 8 more hex digits. The latter look
 * random, but one process repeats none of them before it has made 2^32. With plain random numbers a
 * busy site would give the same id to two messages every few days. Thread-safe.
 */
final class MessageIdGenerator {
  private static final HexFormat HEX = HexFormat.of();

  private final InstantSource clock;
  private final AtomicInteger counter;

  MessageIdGenerator(InstantSource clock) {
    this(clock, new SecureRandom().nextInt());
  }

  MessageIdGenerator(InstantSource clock, int seed) {
    this.clock = clock;
    this.counter = new AtomicInteger(seed);
  }

  String next() {
    int seconds = (int) clock.instant().getEpochSecond();
    return "0000"
        + HEX.toHexDigits(Integer.reverseBytes(seconds))
        + HEX.toHexDigits(scattered(counter.getAndIncrement()));
  }

  /** A permutation of all ints: each step (xor with a shift, odd factor) can be reversed. */
  private static int scattered(int n) {
    int x = (n ^ (n >>> 16)) * 0x21f0aaad;
    x = (x ^ (x >>> 15)) * 0x735a2d97;
    return x ^ (x >>> 15);
  }
}
