/**
 * The Camel side of the tracker: creates the beans of {@link io.github.pmtatracking.tracker} and
 * the HTTP handlers for the route in {@code tracker.camel.yaml}, and publishes the counters.
 */
@NullMarked
package io.github.pmtatracking.tracker.route;

import org.jspecify.annotations.NullMarked;
