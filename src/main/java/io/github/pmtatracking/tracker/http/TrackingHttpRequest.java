package io.github.pmtatracking.tracker.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;

/**
 * A request without its body, and the addresses of its sender. Its URI is {@code /}, because Camel
 * would compare a link's long path with its consumers for every request; the requested URI is the
 * {@link #target}.
 */
final class TrackingHttpRequest extends DefaultFullHttpRequest {
  private static final String ANY = "/";

  private final String target;
  private final InetAddress peer;
  private final InetAddress socketPeer;

  /**
   * @param peer the address from the PROXY protocol, or else from the socket
   * @param socketPeer the other end of the connection, which may be a proxy
   */
  TrackingHttpRequest(HttpRequest request, InetAddress peer, InetAddress socketPeer) {
    super(
        request.protocolVersion(),
        request.method(),
        ANY,
        Unpooled.EMPTY_BUFFER,
        request.headers(),
        EmptyHttpHeaders.INSTANCE);
    this.target = request.uri();
    this.peer = peer;
    this.socketPeer = socketPeer;
  }

  String target() {
    return target;
  }

  InetAddress peer() {
    return peer;
  }

  InetAddress socketPeer() {
    return socketPeer;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
