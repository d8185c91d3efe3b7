/**
 * Reading Redis around the queue: the names of the keys, the attributes of messages, the length of
 * the queue and the age of its oldest event. The batches themselves come from the component {@code
 * redis-queue}.
 */
@NullMarked
package io.github.pmtatracking.feeder.queue;

import org.jspecify.annotations.NullMarked;
