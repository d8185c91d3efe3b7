package io.github.pmtatracking.tracker.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the header of the PROXY protocol, version 1 or 2, before the first request of a connection
 * (https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt). A connection without one is
 * closed, as HAProxy and nginx do. Used by the event loop of the connection.
 */
final class ProxyProtocolHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HttpPipelineFactory.class);

  private final BooleanSupplier mayWarn;
  private @Nullable InetAddress client;

  /**
   * @param mayWarn whether a refused connection is to be logged now
   */
  ProxyProtocolHandler(BooleanSupplier mayWarn) {
    this.mayWarn = mayWarn;
  }

  /** Adds it at the start of the pipeline. */
  void addTo(ChannelPipeline pipeline) {
    pipeline.addFirst("proxy-protocol-client", this);
    pipeline.addFirst("proxy-protocol", new HAProxyMessageDecoder());
  }

  /**
   * The client that the proxy names; {@code null} before the header has arrived, and when the proxy
   * itself is the client (LOCAL) or does not know it (UNKNOWN).
   */
  @Nullable InetAddress client() {
    return client;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HAProxyMessage header) {
      client = clientOf(header);
      header.release();
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private static @Nullable InetAddress clientOf(HAProxyMessage header) {
    String address = header.sourceAddress();
    if (header.command() == HAProxyCommand.LOCAL || address == null) {
      return null;
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    try {
      // null for the path of a Unix socket
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof HAProxyProtocolException)) {
      ctx.fireExceptionCaught(cause);
      return;
    }
    if (mayWarn.getAsBoolean()) {
      LOG.warn(
          "Closed a connection of a trusted peer that does not begin with a header of the PROXY"
              + " protocol; see tracker.client-address and tracker.trusted-peers: peer={} error={}",
          ctx.channel().remoteAddress(),
          cause.getMessage());
    }
    ctx.close();
  }
}
