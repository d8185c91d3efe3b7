package io.github.pmtatracking.component.redisqueue;

import org.jspecify.annotations.Nullable;

/**
 * What one look at Redis tells.
 *
 * @param length entries in the list
 * @param bytes size of all entries, estimated from the ten oldest
 * @param expired the name of the batch whose lease has run out first, or null
 */
record ListStatus(long length, long bytes, @Nullable String expired) {

  /** Whether there is nothing to reserve and nothing to take over. */
  boolean isIdle() {
    return length == 0 && expired == null;
  }
}
