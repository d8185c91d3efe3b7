package io.github.pmtatracking.event;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event ids (FACTS.md 4): decimal, 0..2^63-1, without order, unlikely to meet those of another
 * tracker. A counter that starts anywhere in 2^64, scrambled one to one, so one process does not
 * repeat the number behind an id; not meant to be hard to guess. Thread-safe.
 */
public final class EventIds {
  private final AtomicLong counter;
  private final long step;

  public EventIds() {
    SecureRandom random = new SecureRandom();
    counter = new AtomicLong(random.nextLong());
    // Odd, so that all 2^64 values are passed; of its own in every process, so that two processes
    // whose counters meet do not go on side by side.
    step = random.nextLong() | 1;
  }

  /** An id that no other call gets. */
  public String next() {
    return Long.toString(scramble(counter.getAndAdd(step)) >>> 1);
  }

  /** The finalizer of MurmurHash3 with the constants of Stafford's mix 13. */
  private static long scramble(long z) {
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
