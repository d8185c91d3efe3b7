package io.github.pmtatracking.component.redisqueue;

import org.jspecify.annotations.Nullable;

/**
 * What one look at Redis tells.
 *
 * @param length entries in the list
 * @param bytes size of all entries, estimated from the ten oldest
 * @param expired the name of a batch whose lease has run out, or null
 */
record ListState(long length, long bytes, @Nullable String expired) {}
