/**
 * From a reserved batch of queue entries to uploads. {@link
 * io.github.pmtatracking.feeder.batch.IngestEvents} checks each entry and writes its line, {@link
 * io.github.pmtatracking.feeder.batch.EventTimes} finds events that are too old or in the future.
 * Entries that cannot be posted become dead letters.
 */
@NullMarked
package io.github.pmtatracking.feeder.batch;

import org.jspecify.annotations.NullMarked;
