package io.github.pmtatracking.component.redisqueue;

import java.util.List;

/**
 * Entries that left the list together and are kept under one name until they are acknowledged.
 *
 * @param name stays the same over release and take-over, so that with an entry's place in the batch
 *     it identifies that entry for good
 * @param entries in the order of the list, oldest first
 * @param delivery how many times the batch was delivered, this time included; 1 or more
 * @param takenOver whether the batch was reserved before and not acknowledged
 */
record ReservedBatch(String name, List<byte[]> entries, int delivery, boolean takenOver) {}
