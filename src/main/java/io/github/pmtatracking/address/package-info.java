/**
 * The client's address of a request: its source, the headers in which proxies name it, and the
 * warning when they do not. Knows nothing of links and events.
 */
@NullMarked
package io.github.pmtatracking.address;

import org.jspecify.annotations.NullMarked;
