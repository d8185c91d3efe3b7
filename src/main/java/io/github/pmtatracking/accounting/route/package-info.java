/**
 * The Camel side of {@code acct_etl}: creates the beans of {@link
 * io.github.pmtatracking.accounting} for the route in {@code accounting.camel.yaml}, and ends the
 * process after the last line of input.
 */
@NullMarked
package io.github.pmtatracking.accounting.route;

import org.jspecify.annotations.NullMarked;
