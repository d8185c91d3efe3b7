/**
 * Whose address a request carries: where it is taken from, the headers in which proxies name it,
 * and the sign that they do not. Knows nothing of links and events.
 */
@NullMarked
package io.github.pmtatracking.address;

import org.jspecify.annotations.NullMarked;
