package io.github.pmtatracking.tracker.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;

/**
 * A request without its body, and who sent it. Its URI is {@code /}, since Camel would match a
 * link's long path against its consumers for every request; what was asked for is the {@link
 * #target}.
 */
final class TrackingHttpRequest extends DefaultFullHttpRequest {
  private static final String ANY = "/";

  private final String target;
  private final InetAddress peer;
  private final InetAddress socketPeer;

  /**
   * @param peer as the PROXY protocol has it, or else as the socket has it
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
