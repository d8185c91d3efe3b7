/**
 * Events: what a recipient did, and its format in {@code trk_queue} (docs/formats.md, "Queue
 * entry"). The tracker writes it, the feeder reads it; both can be ours or the original's.
 */
@NullMarked
package io.github.pmtatracking.event;

import org.jspecify.annotations.NullMarked;
