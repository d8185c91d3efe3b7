package io.github.pmtatracking.flow;

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
public record TrackerListener(String address, int threads, boolean nativeTransport) {

  static TrackerListener of(Settings settings) {
    int threads = settings.number("tracker.threads", 0, 1000);
    return new TrackerListener(
        ListenAddress.of(settings, "tracker.in-hostport", "-in_hostport").listenAddress(),
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        Epoll.isAvailable());
  }
}
