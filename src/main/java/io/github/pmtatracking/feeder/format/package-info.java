/**
 * The data formats of the feeder: {@link io.github.pmtatracking.feeder.format.IngestEventFormat} is
 * an event as the ingest API wants it, {@link
 * io.github.pmtatracking.feeder.format.MessageAttributes} is the record of a message in Redis.
 */
@NullMarked
package io.github.pmtatracking.feeder.format;

import org.jspecify.annotations.NullMarked;
