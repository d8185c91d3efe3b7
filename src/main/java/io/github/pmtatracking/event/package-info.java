/**
 * What a reader did, and how it lies in {@code trk_queue} (docs/formats.md, "Queue entry"): written
 * by the tracker, read by the feeder, ours or the original's.
 */
@NullMarked
package io.github.pmtatracking.event;

import org.jspecify.annotations.NullMarked;
