/**
 * The Camel side of the feeder: {@link io.github.pmtatracking.feeder.route.FeederFlow} creates the
 * beans for the routes of {@code feeder.camel.yaml} and configures the HTTP client; this package
 * also has the timers, the metrics and the health checks.
 */
@NullMarked
package io.github.pmtatracking.feeder.route;

import org.jspecify.annotations.NullMarked;
