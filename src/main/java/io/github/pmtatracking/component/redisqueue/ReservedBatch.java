package io.github.pmtatracking.component.redisqueue;

import java.util.List;

/**
 * Entries that left the list together and are kept under one name until they are acknowledged.
 *
 * @param name stays the same over release and take-over, so that with an entry's place in the batch
 *     it names that entry for good
 * @param entries in the order of the list, oldest first
 * @param takenOver whether another consumer had it before
 */
record ReservedBatch(String name, List<byte[]> entries, boolean takenOver) {}
