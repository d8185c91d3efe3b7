/**
 * The uploads of one batch. {@link io.github.pmtatracking.feeder.upload.UploadWriter} compresses
 * lines, {@link io.github.pmtatracking.feeder.upload.NdjsonUpload} is the body of one POST, {@link
 * io.github.pmtatracking.feeder.upload.PendingUploads} holds those that the API has not accepted
 * yet, and {@link io.github.pmtatracking.feeder.upload.QueueProbe} takes an event from the queue
 * that shows whether the API refuses everything.
 */
@NullMarked
package io.github.pmtatracking.feeder.upload;

import org.jspecify.annotations.NullMarked;
