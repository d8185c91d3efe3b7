/**
 * From queued events to the ingest API (docs/formats.md, "Queue entry" and "Ingest API"): {@link
 * io.github.pmtatracking.feeder.IngestEvents} makes NDJSON of a batch, {@link
 * io.github.pmtatracking.feeder.PendingUploads} keeps what of it the API has not taken yet, {@link
 * io.github.pmtatracking.feeder.IngestResponseHandler} decides by the API's answer what comes next,
 * {@link io.github.pmtatracking.feeder.BatchStatusPoller} asks later what became of it, and {@link
 * io.github.pmtatracking.feeder.deadletter.DeadLetters} keeps what can never go. Knows neither
 * Camel nor HTTP.
 */
@NullMarked
package io.github.pmtatracking.feeder;

import org.jspecify.annotations.NullMarked;
