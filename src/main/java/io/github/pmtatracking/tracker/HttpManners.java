package io.github.pmtatracking.tracker;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;

/**
 * Gives each connection of netty-http a handler of its own that knows the manners of HTTP/1.1 (RFC
 * 9110, 9112); named by {@code encoders} in the route, which puts it between the HTTP codec and
 * Camel. Thread-safe.
 */
@Sharable
public final class HttpManners extends DefaultChannelHandlerFactory {
  private final Duration requestTimeout;
  private final HttpDate date;
  private volatile boolean leaving;

  /**
   * @param requestTimeout how long a connection may take until its next request has come whole, and
   *     how long that may wait for its answer
   */
  HttpManners(Duration requestTimeout, Clock clock) {
    this.requestTimeout = requestTimeout;
    this.date = new HttpDate(clock);
  }

  @Override
  public ChannelHandler newChannelHandler() {
    return new HttpMannersHandler(this);
  }

  /** From now on every answer ends its connection, so that nobody sends to a process that ends. */
  public void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }

  long requestTimeoutNanos() {
    return requestTimeout.toNanos();
  }

  String date() {
    return date.now();
  }
}
