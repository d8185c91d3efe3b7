/**
 * The feeder posts queued events to the ingest API. This package has its settings and counters;
 * each step has a package of its own:
 *
 * <ul>
 *   <li>{@link io.github.pmtatracking.feeder.route}: the Camel side. Start with {@code
 *       routes/feeder.camel.yaml} and {@code FeederFlow}.
 *   <li>{@link io.github.pmtatracking.feeder.batch}: a reserved batch becomes uploads; events that
 *       cannot be posted become dead letters.
 *   <li>{@link io.github.pmtatracking.feeder.upload}: the uploads of a batch that the API has not
 *       accepted yet.
 *   <li>{@link io.github.pmtatracking.feeder.retry}: the next action after each response, and why
 *       and how long the feeder waits.
 *   <li>{@link io.github.pmtatracking.feeder.status}: asking the API later for the result of each
 *       accepted batch.
 *   <li>{@link io.github.pmtatracking.feeder.deadletter}: the list of events that the API can never
 *       accept.
 *   <li>{@link io.github.pmtatracking.feeder.format}: an event as the API wants it, and the
 *       attributes of its message.
 *   <li>{@link io.github.pmtatracking.feeder.queue}: reading Redis around the queue.
 * </ul>
 *
 * Only {@code route} uses Camel. HTTP itself is in {@link io.github.pmtatracking.ingest}.
 */
@NullMarked
package io.github.pmtatracking.feeder;

import org.jspecify.annotations.NullMarked;
