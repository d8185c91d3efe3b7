/**
 * A request for a tracking link: {@link io.github.pmtatracking.tracker.TrackingRequestHandler}
 * makes its event and its response, {@link io.github.pmtatracking.tracker.EventQueue} puts the
 * event into {@code trk_queue} or, while Redis is unavailable, into a spool on local disk, and
 * {@link io.github.pmtatracking.tracker.ClientAddress} chooses the client's address from the
 * connection and the headers of proxies. Knows neither HTTP connections nor Camel. It uses the
 * event loops of Netty and Netty's text form of addresses. The route in {@code tracker.camel.yaml}
 * calls the beans of this package.
 */
@NullMarked
package io.github.pmtatracking.tracker;

import org.jspecify.annotations.NullMarked;
