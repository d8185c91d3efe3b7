package io.github.pmtatracking.tracker;

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
final class ReaderHttpRequest extends DefaultFullHttpRequest {
  private static final String ANY = "/";

  private final String target;
  private final InetAddress peer;

  ReaderHttpRequest(HttpRequest request, InetAddress peer) {
    super(
        request.protocolVersion(),
        request.method(),
        ANY,
        Unpooled.EMPTY_BUFFER,
        request.headers(),
        EmptyHttpHeaders.INSTANCE);
    this.target = request.uri();
    this.peer = peer;
  }

  String target() {
    return target;
  }

  InetAddress peer() {
    return peer;
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
