package io.github.pmtatracking.tracker.route;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event loops that serve the tracker's clients. Each has its own connection to Redis.
 *
 * @param group shared by netty-http and Lettuce
 */
record TrackerEventLoops(EventLoopGroup group) implements AutoCloseable {
  private static final long CLOSE_SECONDS = 2;

  /** Starts loops of the kind that Lettuce uses too. */
  static TrackerEventLoops start(int threads) {
    DefaultThreadFactory factory = new DefaultThreadFactory("tracker-http", true);
    return new TrackerEventLoops(
        Epoll.isAvailable()
            ? new EpollEventLoopGroup(threads, factory)
            : new NioEventLoopGroup(threads, factory));
  }

  @Override
  public void close() {
    group
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
