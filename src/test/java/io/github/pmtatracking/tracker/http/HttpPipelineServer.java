package io.github.pmtatracking.tracker.http;

import io.github.pmtatracking.tracker.RawHttp;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The handlers of {@link HttpPipelineFactory} as netty-http has them, on one event loop, with an
 * answer to everything behind them.
 */
final class HttpPipelineServer implements AutoCloseable {
  private final EventLoopGroup acceptor = new NioEventLoopGroup(1);
  private final EventLoopGroup workers = new NioEventLoopGroup(1);
  private final Queue<TrackingHttpRequest> requests = new ConcurrentLinkedQueue<>();
  private final int port;

  HttpPipelineServer(HttpPipelineFactory factory) {
    Channel listener =
        new ServerBootstrap()
            .group(acceptor, workers)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpRequestDecoder())
                        .addLast(new HttpResponseEncoder())
                        .addLast(factory.newChannelHandler())
                        .addLast(new Ok());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
    port = ((InetSocketAddress) listener.localAddress()).getPort();
  }

  private final class Ok extends SimpleChannelInboundHandler<TrackingHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, TrackingHttpRequest request) {
      requests.add(request);
      ctx.channel()
          .writeAndFlush(
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER));
    }
  }

  RawHttp connect() throws IOException {
    return new RawHttp(port);
  }

  /** The loop that serves all connections. */
  EventLoop loop() {
    return (EventLoop) workers.iterator().next();
  }

  /** How many tasks the loop has not begun. */
  int waitingTasks() {
    return ((SingleThreadEventExecutor) loop()).pendingTasks();
  }

  /** What was answered, in this order. */
  Queue<TrackingHttpRequest> requests() {
    return requests;
  }

  @Override
  public void close() {
    acceptor.shutdownGracefully();
    workers.shutdownGracefully();
  }
}
