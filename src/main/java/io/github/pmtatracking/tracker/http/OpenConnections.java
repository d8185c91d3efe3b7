package io.github.pmtatracking.tracker.http;

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
 * The connections of readers that are open now, and how they end in order: first nobody listens any
 * more, then the requests that have come are answered, then idle connections end. Thread-safe.
 */
public final class OpenConnections {
  private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);
  private static final int ACCEPT_ALL = 100_000;
  private static final long TURN_MILLIS = 1;

  private final Set<HttpConnectionHandler> open = ConcurrentHashMap.newKeySet();
  private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
  private final Object ended = new Object();

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
   * Ends them all. A request whose answer is still awaited when the time is over keeps its
   * connection.
   *
   * @param loops those that serve the connections
   * @param patience how long requests that have begun may take to come whole and to be answered
   */
  public void end(EventLoopGroup loops, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    listeners.forEach(OpenConnections::stopListening);
    for (Channel listener : listeners) {
      listener.closeFuture().await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
    // what was accepted last is registered on its loop by then
    for (EventExecutor loop : loops) {
      loop.submit(() -> {}).await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
    open.forEach(HttpConnectionHandler::leave);
    awaitEnd(deadline);
    if (!open.isEmpty()) {
      LOG.debug("{} connections are open at the end", open.size());
      open.forEach(HttpConnectionHandler::endUnlessAsked);
    }
  }

  private void awaitEnd(long deadline) throws InterruptedException {
    synchronized (ended) {
      while (!open.isEmpty()) {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
          return;
        }
        ended.wait(millis);
      }
    }
  }

  /**
   * Closing resets the connections that the kernel has made and nobody has accepted. So the loop
   * first accepts all of them in one turn and closes at its end.
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
