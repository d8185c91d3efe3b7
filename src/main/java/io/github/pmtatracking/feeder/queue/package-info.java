/**
 * What the feeder reads from Redis beside the batches, which come from the component {@code redis-
 * queue}: {@link io.github.pmtatracking.feeder.queue.QueueKeys} has the names of the keys, {@link
 * io.github.pmtatracking.feeder.queue.AttributeLookup} reads the attributes of messages, and {@link
 * io.github.pmtatracking.feeder.queue.QueueFigures} knows the length of the queue and the age of
 * its oldest event.
 */
@NullMarked
package io.github.pmtatracking.feeder.queue;

import org.jspecify.annotations.NullMarked;
