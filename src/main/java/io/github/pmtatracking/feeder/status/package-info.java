/**
 * The result of each batch that the API accepted. A 200 only says that the batch arrived; {@link
 * io.github.pmtatracking.feeder.status.BatchStatusPoller} asks minutes later how many of its events
 * succeeded (docs/formats.md, "Batch status"). Until then {@link
 * io.github.pmtatracking.feeder.status.SentBatchStore} keeps the upload in Redis, so that {@link
 * io.github.pmtatracking.feeder.status.FailedBatches} can make dead letters of failed events.
 */
@NullMarked
package io.github.pmtatracking.feeder.status;

import org.jspecify.annotations.NullMarked;
