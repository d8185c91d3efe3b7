package io.github.pmtatracking.tracker.route;

import io.github.pmtatracking.process.PortCheck;
import io.github.pmtatracking.settings.Settings;
import io.netty.channel.epoll.Epoll;

/**
 * How the tracker listens, for the places in its route that are worked out rather than set.
 *
 * @param address {@code host:port}
 * @param threads those that serve connections
 * @param nativeTransport whether this machine has Linux's epoll, which costs less than Java's
 *     selector
 */
public record TrackerEndpoint(String address, int threads, boolean nativeTransport) {

  private static final int MOST_HEAD = 1 << 20;

  static TrackerEndpoint of(Settings settings) {
    // These go from the route to netty-http as they are, which would find out with the first
    // reader.
    settings.number("tracker.max-request-line", 256, MOST_HEAD);
    settings.number("tracker.max-headers", 256, MOST_HEAD);
    int threads = settings.number("tracker.threads", 0, 1000);
    return new TrackerEndpoint(
        PortCheck.of(settings, "tracker.in-hostport", "-in_hostport").listenAddress(),
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        Epoll.isAvailable());
  }
}
