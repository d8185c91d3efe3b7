/**
 * What the feeder does after each response of the ingest API, and why it waits.
 *
 * <p>{@link io.github.pmtatracking.feeder.retry.IngestResponseHandler} reads the response: the
 * upload is accepted, posted in two parts, dead-lettered, or fails. After a failure {@link
 * io.github.pmtatracking.feeder.retry.RetryPolicy} chooses the wait and logs it with its reason:
 *
 * <ul>
 *   <li>"Upload failed": a random wait whose limit grows from {@code feeder.retry.initial-delay} (1
 *       s) to {@code feeder.retry.max-delay} (60 s), see {@link
 *       io.github.pmtatracking.feeder.retry.BackOff}. The API can ask for more with {@code
 *       Retry-After}, see {@link io.github.pmtatracking.feeder.retry.RetryAfter}.
 *   <li>"Feeder paused": no event can be accepted until an operator acts, or until the API
 *       recovers. The next attempt follows after {@code feeder.paused.retry-interval} (60 s), see
 *       {@link io.github.pmtatracking.feeder.retry.PausedState}. The reasons are: the API refuses
 *       the key or the host, a proxy refuses the connection, the API refuses every event, or clocks
 *       differ ({@code batch.EventTimes}).
 * </ul>
 *
 * A batch that waits to be full is another matter: {@code feeder.batch.max-age} (30 s).
 */
@NullMarked
package io.github.pmtatracking.feeder.retry;

import org.jspecify.annotations.NullMarked;
