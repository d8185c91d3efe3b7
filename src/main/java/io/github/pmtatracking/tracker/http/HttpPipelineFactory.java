package io.github.pmtatracking.tracker.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;

/**
 * Gives each connection of netty-http a handler of its own that knows the manners of HTTP/1.1 (RFC
 * 9110, 9112); named by {@code encoders} in the route, which puts it between the HTTP codec and
 * Camel. Thread-safe.
 */
@Sharable
public final class HttpPipelineFactory extends DefaultChannelHandlerFactory {
  private static final long WARNING_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Duration requestTimeout;
  private final HttpDateHeader date;
  private final boolean proxyProtocol;
  private final Predicate<InetAddress> trusted;
  private final OpenConnections connections = new OpenConnections();
  private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());
  private volatile boolean leaving;

  /** Without the PROXY protocol. */
  HttpPipelineFactory(Duration requestTimeout, Clock clock) {
    this(requestTimeout, clock, false, peer -> false);
  }

  /**
   * @param requestTimeout how long a connection may take until its next request has come whole, and
   *     how long that may wait for its answer
   * @param proxyProtocol whether connections of trusted peers begin with a header of the PROXY
   *     protocol, version 1 or 2, that names the reader; one without it is closed, and so is one of
   *     any other peer that sends it
   * @param trusted whether a peer is one
   */
  public HttpPipelineFactory(
      Duration requestTimeout, Clock clock, boolean proxyProtocol, Predicate<InetAddress> trusted) {
    this.requestTimeout = requestTimeout;
    this.date = new HttpDateHeader(clock);
    this.proxyProtocol = proxyProtocol;
    this.trusted = trusted;
  }

  @Override
  public ChannelHandler newChannelHandler() {
    return new HttpConnectionHandler(this);
  }

  /** From now on every answer ends its connection, and so does a connection without a request. */
  public void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }

  public OpenConnections connections() {
    return connections;
  }

  boolean expectsProxyHeader(InetAddress peer) {
    return proxyProtocol && trusted.test(peer);
  }

  /** Once a minute, so that a peer that is set up wrongly does not fill the log. */
  boolean mayWarn() {
    long now = System.nanoTime();
    long due = nextWarning.get();
    return now - due >= 0 && nextWarning.compareAndSet(due, now + WARNING_NANOS);
  }

  long requestTimeoutNanos() {
    return requestTimeout.toNanos();
  }

  String date() {
    return date.now();
  }
}
