/**
 * Dead letters: events that the ingest API can never take, in a Redis list beside the queue, with
 * the reason. An operator lists them, queues them again or drops them.
 */
@NullMarked
package io.github.pmtatracking.feeder.deadletter;

import org.jspecify.annotations.NullMarked;
