/**
 * The Camel side of the feeder: puts the beans of {@link io.github.pmtatracking.feeder} together
 * for the routes in {@code feeder.camel.yaml}, configures the HTTP client, and publishes counters
 * and health.
 */
@NullMarked
package io.github.pmtatracking.feeder.route;

import org.jspecify.annotations.NullMarked;
