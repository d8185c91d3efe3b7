package io.github.pmtatracking.tracker;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manners of one connection: one request at a time, in order; GET and HEAD only; no body is
 * kept; a bad request is answered, not cut off; every answer says who, when and how long. Works on
 * the connection's event loop, as all handlers do.
 */
final class HttpMannersHandler extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(HttpManners.class);
  private static final String SERVER = "msys-http";
  private static final String ALLOWED = "GET, HEAD";
  private static final int MOST_BODY = 1024 * 1024;
  private static final long LINGER_SECONDS = 2;

  private final HttpManners manners;

  /** What came while an answer was awaited, already decoded. */
  private final Deque<Object> waiting = new ArrayDeque<>();

  /** The request whose end has not come yet. */
  private @Nullable HttpRequest arriving;

  private long arrivedBody;

  /** The request that is to be answered next. */
  private @Nullable HttpRequest asked;

  /** No request is taken any more. */
  private boolean closing;

  private boolean working;
  private boolean toFlush;
  private long idleSince;

  HttpMannersHandler(HttpManners manners) {
    this.manners = manners;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    idleSince = System.nanoTime();
    watch(ctx, manners.requestTimeoutNanos());
    ctx.fireChannelActive();
  }

  private void watch(ChannelHandlerContext ctx, long nanos) {
    ctx.executor()
        .schedule(
            () -> {
              long left = manners.requestTimeoutNanos() - (System.nanoTime() - idleSince);
              if (left <= 0) {
                ctx.close();
              } else if (ctx.channel().isOpen()) {
                watch(ctx, left);
              }
            },
            nanos,
            TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closing = true;
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    ctx.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    waiting.add(message);
    work(ctx);
    if (!waiting.isEmpty()) {
      // Whoever sends faster than he is answered waits in his own socket.
      ctx.channel().config().setAutoRead(false);
    }
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

  /** Takes what waits, as long as no answer is awaited and the last ones are being read. */
  private void work(ChannelHandlerContext ctx) {
    if (working) {
      return;
    }
    working = true;
    while (asked == null && (closing || ctx.channel().isWritable())) {
      Object message = waiting.poll();
      if (message == null) {
        break;
      }
      if (!closing && message instanceof HttpObject part) {
        receive(ctx, part);
      }
      ReferenceCountUtil.release(message);
    }
    working = false;
    if (waiting.isEmpty() && !ctx.channel().config().isAutoRead()) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  private void receive(ChannelHandlerContext ctx, HttpObject part) {
    RequestFault fault = null;
    if (part.decoderResult().isFailure()) {
      fault = RequestFault.ofDecoder(part.decoderResult().cause());
    } else if (part instanceof HttpRequest head) {
      arriving = head;
      arrivedBody = 0;
      fault = RequestFault.beforeBody(head);
    } else if (part instanceof HttpContent content) {
      arrivedBody += content.content().readableBytes();
      fault = arrivedBody > MOST_BODY ? RequestFault.LONG_BODY : null;
    }
    HttpRequest request = arriving;
    if (fault == null && request != null && part instanceof LastHttpContent) {
      arriving = null;
      ask(ctx, request);
    } else if (fault != null) {
      asked = request;
      refuse(ctx, fault);
    }
  }

  private void ask(ChannelHandlerContext ctx, HttpRequest request) {
    asked = request;
    idleSince = System.nanoTime();
    RequestFault fault = RequestFault.of(request);
    if (fault != null) {
      refuse(ctx, fault);
      return;
    }
    if (!request.headers().contains(HttpHeaderNames.HOST)) {
      // HTTP/1.0 has none; netty-http wants one.
      request.headers().set(HttpHeaderNames.HOST, "");
    }
    ctx.fireChannelRead(new ReaderHttpRequest(request, peer(ctx)));
  }

  private static InetAddress peer(ChannelHandlerContext ctx) {
    return ctx.channel().remoteAddress() instanceof InetSocketAddress socket
        ? socket.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  private void refuse(ChannelHandlerContext ctx, RequestFault fault) {
    FullHttpResponse response =
        AnswerBinding.response(Answer.error(fault.status().code(), fault.line()));
    ChannelPromise written = ctx.newPromise();
    answer(ctx, response, written, fault.fatal());
    toFlush = true;
    if (fault.fatal()) {
      written.addListener((ChannelFutureListener) done -> linger(done.channel()));
    }
  }

  /** Closing while octets come would reset the connection and take the answer with it. */
  private static void linger(Channel channel) {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
    channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
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
            : AnswerBinding.response(
                Answer.error(response.status().code(), response.status().reasonPhrase()));
    answer(ctx, whole, promise.unvoid(), false);
    work(ctx);
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
    if (fatal || request == null || !HttpUtil.isKeepAlive(request) || manners.isLeaving()) {
      closing = true;
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      if (!fatal) {
        written.addListener(ChannelFutureListener.CLOSE);
      }
    } else if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    if (request != null && HttpMethod.HEAD.equals(request.method())) {
      response.release();
      ctx.write(response.replace(Unpooled.EMPTY_BUFFER), written);
    } else {
      ctx.write(response, written);
    }
  }
}
