package io.github.pmtatracking.tracker;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;

/** A request without its body, and who sent it. */
final class ReaderHttpRequest extends DefaultFullHttpRequest {
  private final InetAddress peer;

  ReaderHttpRequest(HttpRequest request, InetAddress peer) {
    super(
        request.protocolVersion(),
        request.method(),
        request.uri(),
        Unpooled.EMPTY_BUFFER,
        request.headers(),
        EmptyHttpHeaders.INSTANCE);
    this.peer = peer;
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
