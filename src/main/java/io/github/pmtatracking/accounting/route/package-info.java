/**
 * The Camel side of {@code acct_etl}: puts the beans of {@link io.github.pmtatracking.accounting}
 * together for the route in {@code accounting.camel.yaml}, and ends the process after the last line
 * of input.
 */
@NullMarked
package io.github.pmtatracking.accounting.route;

import org.jspecify.annotations.NullMarked;
