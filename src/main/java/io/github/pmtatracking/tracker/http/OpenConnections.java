package io.github.pmtatracking.tracker.http;

import io.github.pmtatracking.time.Ticker;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that are open now. At the end of the process they are closed in order: first the
 * listening sockets, then connections whose requests have been answered, and idle connections.
 * Thread-safe.
 */
final class OpenConnections {
  private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);
  private static final int ACCEPT_ALL = 100_000;
  private static final long TURN_MILLIS = 1;

  private final Set<HttpConnectionHandler> open = ConcurrentHashMap.newKeySet();
  private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
  private final Object ended = new Object();
  private final Ticker ticker;

  OpenConnections(Ticker ticker) {
    this.ticker = ticker;
  }

  void add(HttpConnectionHandler connection, Channel channel) {
    open.add(connection);
    Channel listener = channel.parent();
    if (listener != null && listeners.add(listener)) {
      listener.closeFuture().addListener(closed -> listeners.remove(listener));
    }
  }

  void remove(HttpConnectionHandler connection) {
    open.remove(connection);
    if (open.isEmpty()) {
      synchronized (ended) {
        ended.notifyAll();
      }
    }
  }

  /** How many are open. */
  int count() {
    return open.size();
  }

  /**
   * Closes all of them. A connection that still waits for its response after the time-out stays
   * open.
   *
   * @param loops the event loops that serve the connections
   * @param timeout for requests that have begun to arrive completely and to be answered
   */
  void end(EventLoopGroup loops, Duration timeout) throws InterruptedException {
    long deadline = ticker.read() + timeout.toNanos();
    listeners.forEach(OpenConnections::stopListening);
    for (Channel listener : listeners) {
      listener.closeFuture().await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
    // after this, the connections accepted last are registered on their loops
    for (EventExecutor loop : loops) {
      loop.submit(() -> {}).await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
    open.forEach(HttpConnectionHandler::drain);
    awaitEnd(deadline);
    if (!open.isEmpty()) {
      LOG.debug("Connections are still open: connections={}", open.size());
      open.forEach(HttpConnectionHandler::closeUnlessAwaited);
    }
  }

  private void awaitEnd(long deadline) throws InterruptedException {
    synchronized (ended) {
      while (!open.isEmpty()) {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - ticker.read());
        if (millis <= 0) {
          return;
        }
        ended.wait(millis);
      }
    }
  }

  /**
   * Closing the socket resets connections that the kernel has established and the process has not
   * accepted. So the loop first accepts all of them in one turn, and then closes the socket.
   */
  private static void stopListening(Channel listener) {
    listener
        .eventLoop()
        .execute(
            () -> {
              listener.config().setMaxMessagesPerRead(ACCEPT_ALL);
              listener
                  .eventLoop()
                  .schedule(() -> listener.close(), TURN_MILLIS, TimeUnit.MILLISECONDS);
            });
  }
}
