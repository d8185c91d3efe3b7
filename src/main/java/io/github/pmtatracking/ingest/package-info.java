/**
 * The HTTP side of the ingest API: its address, the proxy, the trusted certificates, the limits of
 * a response, and the text of a response that is safe for a log.
 */
@NullMarked
package io.github.pmtatracking.ingest;

import org.jspecify.annotations.NullMarked;
