package io.github.pmtatracking.tracker.http;

import io.github.pmtatracking.tracker.TrackerResponse;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 on one connection. It handles one request at a time, in order, and only GET and HEAD. A
 * body is not read, and a request with a body is the last of its connection. A bad request gets a
 * response before the connection is closed. Every response has Server, Date and Content-Length.
 * Runs on the connection's event loop, as all handlers do.
 */
final class HttpConnectionHandler extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(HttpPipelineFactory.class);
  private static final AsciiString SERVER = AsciiString.cached("msys-http");
  private static final AsciiString ALLOWED = AsciiString.cached("GET, HEAD");

  /** After so many requests the loop serves its other connections. */
  private static final int MAX_REQUESTS_A_TURN = 16;

  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How long the process, when it ends, waits for the next request of a connection. */
  private static final long IDLE_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** The same for a connection that has sent none yet. */
  private static final long FIRST_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final HttpPipelineFactory factory;
  private final ConnectionTimer timer = new ConnectionTimer();
  private @Nullable RequestFramer framer;
  private @Nullable ChannelHandlerContext context;

  /** {@code null} when the connection begins with HTTP. */
  private @Nullable ProxyProtocolHandler proxyProtocol;

  /** The request that waits for its response. */
  private @Nullable HttpRequest awaited;

  private boolean hadRequest;

  /** No further request is handled. */
  private boolean closing;

  /** The client has closed its direction of the connection. */
  private boolean inputEnded;

  /** The last response is sent, and bytes that still arrive are discarded. */
  private boolean lingering;

  private boolean working;
  private int requestsThisTurn;
  private boolean turnEnded;
  private boolean needsFlush;
  private long idleSince;

  HttpConnectionHandler(HttpPipelineFactory factory) {
    this.factory = factory;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    RequestFramer requests = new RequestFramer(() -> work(ctx));
    framer = requests;
    // after TLS, if the route has it
    ChannelHandlerContext decoder = ctx.pipeline().context(HttpRequestDecoder.class);
    ctx.pipeline().addBefore(decoder.name(), "request-framer", requests);
    if (factory.expectsProxyHeader(socketPeer(ctx))) {
      ProxyProtocolHandler header = new ProxyProtocolHandler(factory::mayWarn);
      header.addTo(ctx.pipeline());
      proxyProtocol = header;
    }
    // so that a client that closes its direction after its request gets the response
    ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    idleSince = factory.ticker().read();
    factory.connections().add(this, ctx.channel());
    timer.set(ctx, () -> endIfLate(ctx), factory.requestTimeoutNanos());
    if (factory.isDraining()) {
      endSoon(ctx);
    }
    ctx.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closing = true;
    timer.cancel();
    factory.connections().remove(this);
    ctx.fireChannelInactive();
  }

  private void endIfLate(ChannelHandlerContext ctx) {
    long left = factory.requestTimeoutNanos() - (factory.ticker().read() - idleSince);
    if (left <= 0) {
      ctx.close();
    } else {
      timer.set(ctx, () -> endIfLate(ctx), left);
    }
  }

  /** Ends this connection after its request, because the process ends. From any thread. */
  void drain() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.executor().execute(() -> endSoon(ctx));
    }
  }

  private void endSoon(ChannelHandlerContext ctx) {
    if (awaited == null && !closing) {
      timer.set(ctx, () -> endIfIdle(ctx), hadRequest ? IDLE_GRACE_NANOS : FIRST_GRACE_NANOS);
    }
  }

  private void endIfIdle(ChannelHandlerContext ctx) {
    if (awaited == null && !closing && !requests().isWithinRequest()) {
      ctx.close();
    } else {
      endIfLate(ctx);
    }
  }

  /** Closes the connection unless a response is awaited. From any thread. */
  void closeUnlessAwaited() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.executor()
          .execute(
              () -> {
                if (awaited == null) {
                  ctx.close();
                }
              });
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request && !closing && awaited == null) {
      handle(ctx, request);
    }
    // a body is not used
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    flushOwn(ctx);
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    work(ctx);
    flushOwn(ctx);
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      if (lingering) {
        ctx.close();
      }
      work(ctx);
      flushOwn(ctx);
    }
    ctx.fireUserEventTriggered(event);
  }

  private void flushOwn(ChannelHandlerContext ctx) {
    if (needsFlush) {
      flush(ctx);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    needsFlush = false;
    ctx.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A client that resets its connection is no reason for a warning.
    if (!(cause instanceof IOException)) {
      LOG.warn(
          "Closing a connection after a fault: peer={} error={}",
          ctx.channel().remoteAddress(),
          cause.toString());
    }
    ctx.close();
  }

  private RequestFramer requests() {
    RequestFramer current = framer;
    if (current == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return current;
  }

  /** Handles requests while no response is awaited and the client reads its responses. */
  private void work(ChannelHandlerContext ctx) {
    RequestFramer requests = requests();
    if (working || turnEnded) {
      return;
    }
    working = true;
    while (awaited == null
        && !closing
        && requestsThisTurn < MAX_REQUESTS_A_TURN
        && ctx.channel().isWritable()) {
      if (!requests.next()) {
        break;
      }
    }
    working = false;
    if (awaited == null && !closing && requestsThisTurn >= MAX_REQUESTS_A_TURN) {
      turnEnded = true;
      ctx.executor().execute(() -> nextTurn(ctx));
    }
    // A client that sends faster than it gets responses is slowed down by TCP.
    boolean read = closing || !requests.hasPending();
    if (ctx.channel().config().isAutoRead() != read) {
      ctx.channel().config().setAutoRead(read);
    }
    if (inputEnded && awaited == null && !closing && !requests.hasPending()) {
      flush(ctx);
      ctx.close();
    }
  }

  private void nextTurn(ChannelHandlerContext ctx) {
    turnEnded = false;
    requestsThisTurn = 0;
    work(ctx);
    flushOwn(ctx);
  }

  private void handle(ChannelHandlerContext ctx, HttpRequest request) {
    awaited = request;
    hadRequest = true;
    requestsThisTurn++;
    idleSince = factory.ticker().read();
    RequestError error = RequestError.of(request);
    if (error != null) {
      refuse(ctx, error);
      return;
    }
    if (!request.headers().contains(HttpHeaderNames.HOST)) {
      // HTTP/1.0 has none; netty-http needs one.
      request.headers().set(HttpHeaderNames.HOST, "");
    }
    InetAddress socketPeer = socketPeer(ctx);
    InetAddress proxied = proxyProtocol == null ? null : proxyProtocol.client();
    InetAddress peer = proxied == null ? socketPeer : proxied;
    ctx.fireChannelRead(new TrackingHttpRequest(request, peer, socketPeer));
  }

  private static InetAddress socketPeer(ChannelHandlerContext ctx) {
    return ctx.channel().remoteAddress() instanceof InetSocketAddress socket
        ? socket.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  private void refuse(ChannelHandlerContext ctx, RequestError error) {
    respond(
        ctx,
        TrackerHttpBinding.response(TrackerResponse.error(error.status().code(), error.line())),
        ctx.newPromise(),
        error.closesConnection());
    needsFlush = true;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof HttpResponse response)) {
      ctx.write(message, promise);
      return;
    }
    FullHttpResponse whole =
        response instanceof FullHttpResponse full
            ? full
            : TrackerHttpBinding.ofNettyHttp(response.status());
    respond(ctx, whole, ResponsePromise.reportingTo(ctx, promise), false);
    work(ctx);
  }

  private void respond(
      ChannelHandlerContext ctx,
      FullHttpResponse response,
      ChannelPromise written,
      boolean closesConnection) {
    HttpRequest request = awaited;
    awaited = null;
    idleSince = factory.ticker().read();
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.SERVER, SERVER);
    headers.set(HttpHeaderNames.DATE, factory.date());
    if (!response.status().equals(HttpResponseStatus.NO_CONTENT)) {
      headers.setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    }
    if (response.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
      headers.set(HttpHeaderNames.ALLOW, ALLOWED);
    }
    if (isLast(request, closesConnection)) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      end(ctx, request, written, closesConnection);
    } else if (request != null && request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    if (request != null && HttpMethod.HEAD.equals(request.method())) {
      response.release();
      ctx.write(response.replace(Unpooled.EMPTY_BUFFER), written);
    } else {
      ctx.write(response, written);
    }
  }

  private boolean isLast(@Nullable HttpRequest request, boolean closesConnection) {
    return closesConnection
        || request == null
        || RequestBody.isAnnouncedBy(request)
        || !HttpUtil.isKeepAlive(request)
        || (inputEnded && !requests().hasPending())
        || factory.isDraining();
  }

  private void end(
      ChannelHandlerContext ctx,
      @Nullable HttpRequest request,
      ChannelPromise written,
      boolean closesConnection) {
    boolean moreMayCome =
        closesConnection
            || factory.isDraining()
            || requests().hasPending()
            || (request != null && RequestBody.isAnnouncedBy(request));
    closing = true;
    requests().stop();
    if (moreMayCome && !inputEnded) {
      written.addListener((ChannelFutureListener) done -> linger(ctx, done.channel()));
    } else {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Closing while bytes arrive would reset the connection, and the response would be lost. */
  private void linger(ChannelHandlerContext ctx, Channel channel) {
    if (inputEnded) {
      channel.close();
      return;
    }
    lingering = true;
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
    timer.set(ctx, () -> channel.close(), LINGER_NANOS);
  }
}
