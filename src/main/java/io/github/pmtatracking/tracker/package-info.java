/**
 * A request for a tracking link: its response, its event, and the way of the event to {@code
 * trk_queue} or, while Redis is unavailable, to local disk. Knows nothing of HTTP and Camel; of
 * Netty only the event loops and the text form of addresses. The route in {@code
 * tracker.camel.yaml} calls the beans of this package.
 */
@NullMarked
package io.github.pmtatracking.tracker;

import org.jspecify.annotations.NullMarked;
