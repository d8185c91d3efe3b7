/**
 * A reader's request: what it says, what it is answered, and how its event gets into {@code
 * trk_queue} or, while Redis does not take it, onto local disk. The manners of HTTP that netty-http
 * lacks are here too. The route in {@code tracker.camel.yaml} puts these together.
 */
@NullMarked
package io.github.pmtatracking.tracker;

import org.jspecify.annotations.NullMarked;
