package io.github.pmtatracking.demo;

import java.util.Arrays;

/**
 * A set of event ids, each 0 to 2^63-1, in one array: half a million of them are counted in a few
 * megabytes and no time. Not thread-safe.
 */
final class DistinctIds {
  private static final long FREE = -1;

  private long[] slots = free(1 << 12);
  private int size;

  /** Adds {@code id}; false when it is already in the set. */
  boolean add(long id) {
    if (!place(slots, id)) {
      return false;
    }
    if (++size > slots.length / 2) {
      long[] larger = free(slots.length * 2);
      for (long known : slots) {
        if (known != FREE) {
          place(larger, known);
        }
      }
      slots = larger;
    }
    return true;
  }

  int size() {
    return size;
  }

  private static boolean place(long[] slots, long id) {
    long hash = id * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 32) & (slots.length - 1);
    while (slots[slot] != FREE) {
      if (slots[slot] == id) {
        return false;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = id;
    return true;
  }

  private static long[] free(int length) {
    long[] slots = new long[length];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
