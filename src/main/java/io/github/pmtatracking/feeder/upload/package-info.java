/**
 * The uploads of one batch. {@link io.github.pmtatracking.feeder.upload.UploadWriter} collects the
 * lines of events and makes uploads of them, {@link
 * io.github.pmtatracking.feeder.upload.GzipBuffer} compresses, {@link
 * io.github.pmtatracking.feeder.upload.NdjsonUpload} is the body of one POST, {@link
 * io.github.pmtatracking.feeder.upload.PendingUploads} holds those that the API has not accepted
 * yet, and {@link io.github.pmtatracking.feeder.upload.QueueProbe} chooses the event of the queue
 * that is posted to find out whether the API refuses every event.
 */
@NullMarked
package io.github.pmtatracking.feeder.upload;

import org.jspecify.annotations.NullMarked;
