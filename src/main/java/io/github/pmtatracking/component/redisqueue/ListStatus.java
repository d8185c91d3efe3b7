package io.github.pmtatracking.component.redisqueue;

import org.jspecify.annotations.Nullable;

/**
 * The state of a list at one moment.
 *
 * @param length entries in the list
 * @param bytes size of all entries, estimated from the ten oldest
 * @param expired the name of the batch whose lease ended first, or null
 */
record ListStatus(long length, long bytes, @Nullable String expired) {

  /** Whether there is no entry to reserve and no batch to take over. */
  boolean isIdle() {
    return length == 0 && expired == null;
  }
}
