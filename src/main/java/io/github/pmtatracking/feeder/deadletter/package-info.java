/**
 * Dead letters: events that the ingest API can never accept, in a Redis list beside the queue, each
 * with its reason. The feeder adds them with {@link
 * io.github.pmtatracking.feeder.deadletter.DeadLetterWriter}; an operator lists, replays or drops
 * them with {@code bin/deadletter}.
 */
@NullMarked
package io.github.pmtatracking.feeder.deadletter;

import org.jspecify.annotations.NullMarked;
