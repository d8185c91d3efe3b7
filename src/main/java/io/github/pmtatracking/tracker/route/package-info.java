/**
 * The Camel side of the tracker: puts the beans of {@link io.github.pmtatracking.tracker} together
 * for the route in {@code tracker.camel.yaml}, and publishes their counters.
 */
@NullMarked
package io.github.pmtatracking.tracker.route;

import org.jspecify.annotations.NullMarked;
