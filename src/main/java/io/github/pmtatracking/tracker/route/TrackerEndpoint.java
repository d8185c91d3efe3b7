package io.github.pmtatracking.tracker.route;

import io.github.pmtatracking.process.PortCheck;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.tracker.TrackerOptions;
import io.netty.channel.epoll.Epoll;

/**
 * The values of the route's endpoint that are checked or computed at start.
 *
 * @param address {@code host:port}
 * @param maxRequestLine bytes
 * @param maxHeaders bytes of all headers of a request
 * @param nativeTransport whether this machine has Linux's epoll, which costs less than Java's
 *     selector
 */
public record TrackerEndpoint(
    String address, int maxRequestLine, int maxHeaders, boolean nativeTransport) {

  static TrackerEndpoint of(Settings settings, TrackerOptions options) {
    return new TrackerEndpoint(
        PortCheck.of(settings, "tracker.in-hostport", "-in_hostport").listenAddress(),
        options.maxRequestLine(),
        options.maxHeaders(),
        Epoll.isAvailable());
  }
}
