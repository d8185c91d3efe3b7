/**
 * The Camel side of the wrapper: joins the SMTP proxy with the rewriting of {@link
 * io.github.pmtatracking.wrapper} for the route in {@code wrapper.camel.yaml}.
 */
@NullMarked
package io.github.pmtatracking.wrapper.route;

import org.jspecify.annotations.NullMarked;
