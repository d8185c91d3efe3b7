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
 * The manners of one connection: one request at a time, in order; GET and HEAD only; no body is
 * kept, and a request with one is the last; a bad request is answered, not cut off; every answer
 * says who, when and how long. Works on the connection's event loop, as all handlers do.
 */
final class HttpConnectionHandler extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(HttpPipelineFactory.class);
  private static final AsciiString SERVER = AsciiString.cached("msys-http");
  private static final AsciiString ALLOWED = AsciiString.cached("GET, HEAD");

  /** After so many requests the other connections of the loop have their turn. */
  private static final int MAX_REQUESTS_A_TURN = 16;

  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How long the process, when it ends, waits for a request that may be on its way. */
  private static final long IDLE_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** The same for a connection that has brought none yet. */
  private static final long FIRST_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final HttpPipelineFactory manners;
  private final ConnectionTimer timer = new ConnectionTimer();
  private @Nullable RequestFramer framer;
  private @Nullable ChannelHandlerContext context;

  /** {@code null} when the peer is to send HTTP alone. */
  private @Nullable ProxyProtocolHandler proxyProtocol;

  /** The request that is to be answered next. */
  private @Nullable HttpRequest asked;

  private boolean hasAsked;

  /** No request is taken any more. */
  private boolean closing;

  /** The reader has ended its direction of the connection. */
  private boolean inputEnded;

  /** The last answer is sent, and what still comes is thrown away. */
  private boolean lingering;

  private boolean working;
  private int requestsThisTurn;
  private boolean turnEnded;
  private boolean toFlush;
  private long idleSince;

  HttpConnectionHandler(HttpPipelineFactory manners) {
    this.manners = manners;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    RequestFramer requests = new RequestFramer(() -> work(ctx));
    framer = requests;
    // behind TLS, if the route has it
    ChannelHandlerContext decoder = ctx.pipeline().context(HttpRequestDecoder.class);
    ctx.pipeline().addBefore(decoder.name(), "request-framer", requests);
    if (manners.expectsProxyHeader(socketPeer(ctx))) {
      ProxyProtocolHandler header = new ProxyProtocolHandler(manners::mayWarn);
      header.addTo(ctx.pipeline());
      proxyProtocol = header;
    }
    // or a reader that ends its direction behind its request would get no answer
    ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    idleSince = System.nanoTime();
    manners.connections().add(this, ctx.channel());
    timer.set(ctx, () -> endIfLate(ctx), manners.requestTimeoutNanos());
    if (manners.isLeaving()) {
      endSoon(ctx);
    }
    ctx.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closing = true;
    timer.cancel();
    manners.connections().remove(this);
    ctx.fireChannelInactive();
  }

  private void endIfLate(ChannelHandlerContext ctx) {
    long left = manners.requestTimeoutNanos() - (System.nanoTime() - idleSince);
    if (left <= 0) {
      ctx.close();
    } else {
      timer.set(ctx, () -> endIfLate(ctx), left);
    }
  }

  /** The process ends: so does this connection, after its request. From any thread. */
  void leave() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.executor().execute(() -> endSoon(ctx));
    }
  }

  private void endSoon(ChannelHandlerContext ctx) {
    if (asked == null && !closing) {
      timer.set(ctx, () -> endIfIdle(ctx), hasAsked ? IDLE_GRACE_NANOS : FIRST_GRACE_NANOS);
    }
  }

  private void endIfIdle(ChannelHandlerContext ctx) {
    if (asked == null && !closing && !requests().isWithinRequest()) {
      ctx.close();
    } else {
      endIfLate(ctx);
    }
  }

  /** The time for answers is over: only one that is awaited is still given. From any thread. */
  void endUnlessAsked() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.executor()
          .execute(
              () -> {
                if (asked == null) {
                  ctx.close();
                }
              });
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request && !closing && asked == null) {
      ask(ctx, request);
    }
    // what a body holds is of no use here
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
    if (toFlush) {
      flush(ctx);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    toFlush = false;
    ctx.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A reader who goes away in the middle is nothing to tell an operator.
    if (!(cause instanceof IOException)) {
      LOG.warn("The connection of {} ends: {}", ctx.channel().remoteAddress(), cause.toString());
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

  /** Takes requests, as long as no answer is awaited and the last ones are being read. */
  private void work(ChannelHandlerContext ctx) {
    RequestFramer requests = requests();
    if (working || turnEnded) {
      return;
    }
    working = true;
    while (asked == null
        && !closing
        && requestsThisTurn < MAX_REQUESTS_A_TURN
        && ctx.channel().isWritable()) {
      if (!requests.next()) {
        break;
      }
    }
    working = false;
    if (asked == null && !closing && requestsThisTurn >= MAX_REQUESTS_A_TURN) {
      turnEnded = true;
      ctx.executor().execute(() -> nextTurn(ctx));
    }
    // Whoever sends faster than he is answered waits in his own socket.
    boolean read = closing || !requests.hasPending();
    if (ctx.channel().config().isAutoRead() != read) {
      ctx.channel().config().setAutoRead(read);
    }
    if (inputEnded && asked == null && !closing && !requests.hasPending()) {
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

  private void ask(ChannelHandlerContext ctx, HttpRequest request) {
    asked = request;
    hasAsked = true;
    requestsThisTurn++;
    idleSince = System.nanoTime();
    RequestError fault = RequestError.of(request);
    if (fault != null) {
      refuse(ctx, fault);
      return;
    }
    if (!request.headers().contains(HttpHeaderNames.HOST)) {
      // HTTP/1.0 has none; netty-http wants one.
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

  private void refuse(ChannelHandlerContext ctx, RequestError fault) {
    answer(
        ctx,
        TrackerHttpBinding.response(TrackerResponse.error(fault.status().code(), fault.line())),
        ctx.newPromise(),
        fault.fatal());
    toFlush = true;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof HttpResponse response)) {
      ctx.write(message, promise);
      return;
    }
    FullHttpResponse whole =
        response instanceof FullHttpResponse full ? full : ofNettyHttp(response.status());
    answer(ctx, whole, ResponsePromise.reportingTo(ctx, promise), false);
    work(ctx);
  }

  /** Every path is the tracker's: netty-http finds no consumer only while the route is stopped. */
  private static FullHttpResponse ofNettyHttp(HttpResponseStatus status) {
    HttpResponseStatus meant =
        status.equals(HttpResponseStatus.NOT_FOUND)
            ? HttpResponseStatus.SERVICE_UNAVAILABLE
            : status;
    return TrackerHttpBinding.response(TrackerResponse.error(meant.code(), meant.reasonPhrase()));
  }

  private void answer(
      ChannelHandlerContext ctx, FullHttpResponse response, ChannelPromise written, boolean fatal) {
    HttpRequest request = asked;
    asked = null;
    idleSince = System.nanoTime();
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.SERVER, SERVER);
    headers.set(HttpHeaderNames.DATE, manners.date());
    if (!response.status().equals(HttpResponseStatus.NO_CONTENT)) {
      headers.setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    }
    if (response.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
      headers.set(HttpHeaderNames.ALLOW, ALLOWED);
    }
    if (isLast(request, fatal)) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      end(ctx, request, written, fatal);
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

  private boolean isLast(@Nullable HttpRequest request, boolean fatal) {
    return fatal
        || request == null
        || RequestBody.isAnnouncedBy(request)
        || !HttpUtil.isKeepAlive(request)
        || (inputEnded && !requests().hasPending())
        || manners.isLeaving();
  }

  private void end(
      ChannelHandlerContext ctx,
      @Nullable HttpRequest request,
      ChannelPromise written,
      boolean fatal) {
    boolean moreMayCome =
        fatal
            || manners.isLeaving()
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

  /** Closing while octets come would reset the connection and take the answer with it. */
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
