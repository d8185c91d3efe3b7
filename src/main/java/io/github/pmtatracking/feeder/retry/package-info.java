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
 *       recovers, see {@link io.github.pmtatracking.feeder.retry.PausedState}. If the API refuses
 *       the key or the host, a proxy refuses the connection, or clocks differ ({@code
 *       batch.EventTimes}), the next attempt follows after {@code feeder.paused.retry-interval} (60
 *       s). If the API refuses every event, the first wait is {@code feeder.retry.initial-delay},
 *       and the waits grow up to {@code feeder.paused.retry-interval}.
 * </ul>
 *
 * Three other waits have no log line of their own:
 *
 * <ul>
 *   <li>a batch waits to be full: {@code feeder.batch.max-age} (30 s);
 *   <li>the batch of a feeder that died waits until its lease ends: {@code feeder.batch.lease} (60
 *       s);
 *   <li>an upload waits for a response that does not come: {@code feeder.http.response-timeout} (60
 *       s). After it the upload fails, and that is logged.
 * </ul>
 */
@NullMarked
package io.github.pmtatracking.feeder.retry;

import org.jspecify.annotations.NullMarked;
