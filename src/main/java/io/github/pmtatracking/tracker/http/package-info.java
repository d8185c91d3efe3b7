/**
 * The HTTP connections of the tracker: framing, time-outs, pipelining, the PROXY protocol and the
 * binding between Netty's messages and Camel's. Knows nothing of events.
 */
@NullMarked
package io.github.pmtatracking.tracker.http;

import org.jspecify.annotations.NullMarked;
