package io.github.pmtatracking.tracker.http;

import io.github.pmtatracking.time.Ticker;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;

/**
 * Makes the HTTP/1.1 handler of each connection (RFC 9110, 9112). The route names it as {@code
 * encoders}, so netty-http puts the handler between its HTTP codec and Camel. Thread-safe.
 */
@Sharable
public final class HttpPipelineFactory extends DefaultChannelHandlerFactory {
  private static final long WARNING_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** How long requests that have begun may take when the process ends. */
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

  private final Duration requestTimeout;
  private final HttpDateHeader date;
  private final boolean proxyProtocol;
  private final Predicate<InetAddress> trusted;
  private final Ticker ticker = Ticker.system();
  private final OpenConnections connections = new OpenConnections(ticker);
  private final AtomicLong nextWarning = new AtomicLong(ticker.read());
  private volatile boolean draining;

  /** Without the PROXY protocol. */
  HttpPipelineFactory(Duration requestTimeout, InstantSource clock) {
    this(requestTimeout, clock, false, peer -> false);
  }

  /**
   * @param requestTimeout for the next request of a connection to arrive completely, and then for
   *     its response
   * @param proxyProtocol whether connections of trusted peers begin with a header of the PROXY
   *     protocol, version 1 or 2, that names the client; a connection without it is closed, and so
   *     is the connection of any other peer that sends it
   * @param trusted whether a peer is trusted
   */
  public HttpPipelineFactory(
      Duration requestTimeout,
      InstantSource clock,
      boolean proxyProtocol,
      Predicate<InetAddress> trusted) {
    this.requestTimeout = requestTimeout;
    this.date = new HttpDateHeader(clock);
    this.proxyProtocol = proxyProtocol;
    this.trusted = trusted;
  }

  @Override
  public ChannelHandler newChannelHandler() {
    return new HttpConnectionHandler(this);
  }

  /**
   * Ends all connections in order: the listening sockets are closed, requests that have arrived are
   * answered, and each response ends its connection. Returns within about five seconds.
   *
   * @param loops the event loops that serve the connections
   */
  public void drain(EventLoopGroup loops) {
    draining = true;
    try {
      connections.end(loops, DRAIN_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Ticker ticker() {
    return ticker;
  }

  boolean isDraining() {
    return draining;
  }

  OpenConnections connections() {
    return connections;
  }

  boolean expectsProxyHeader(InetAddress peer) {
    return proxyProtocol && trusted.test(peer);
  }

  /** True once a minute, so that a misconfigured peer does not fill the log. */
  boolean mayWarn() {
    long now = ticker.read();
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
