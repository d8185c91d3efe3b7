package io.github.pmtatracking.tracker.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ByteProcessor;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the HTTP decoder and hands it the head of one request at a time (RFC 9112, 2.1),
 * and only when {@link #next} is called. So octets behind a request are never decoded before that
 * request is answered, and never when the connection ends with it. Octets that cannot begin a
 * request are refused at once: the decoder would skip control characters and wait for a line end.
 *
 * <p>A body is not framed: a request with one is the last of its connection. To be used by the
 * event loop of its connection.
 */
final class RequestFramer extends ChannelInboundHandlerAdapter {
  /** RFC 9112, 2.2: at least one empty line before a request is to be ignored. */
  private static final int MAX_LINE_ENDS_BEFORE = 16;

  /** The longest registered method, UPDATEREDIRECTREF, has 17 characters. */
  private static final int MAX_METHOD = 32;

  /** More than the socket's buffer gives in one read; only a faulty transport goes beyond it. */
  private static final int MAX_PENDING = 1 << 20;

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  /** Goes on over bytes that may stand in the rest of the request line (RFC 9112, 3). */
  private static final ByteProcessor TARGET =
      octet -> (octet & 0xff) >= ' ' && octet != 0x7f || octet == '\r' || octet == '\t';

  private enum State {
    BEFORE_REQUEST,
    METHOD,
    TARGET,
    HEADERS,
    STOPPED
  }

  private final Runnable arrival;
  private final Deque<ByteBuf> pending = new ArrayDeque<>();
  private @Nullable ChannelHandlerContext context;
  private int pendingBytes;
  private State state = State.BEFORE_REQUEST;

  /** Octets of the current line end run, method or header line so far. */
  private int length;

  private byte first;

  /**
   * @param arrival is run when octets have come
   */
  RequestFramer(Runnable arrival) {
    this.arrival = arrival;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    stop();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf octets)) {
      ctx.fireChannelRead(message);
    } else if (state == State.STOPPED || !octets.isReadable()) {
      octets.release();
    } else {
      pending.add(octets);
      pendingBytes += octets.readableBytes();
      if (pendingBytes > MAX_PENDING) {
        stop();
        ctx.close();
        return;
      }
      arrival.run();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stop();
    ctx.fireChannelInactive();
  }

  /** Whether octets have come that the decoder has not seen. */
  boolean hasPending() {
    return !pending.isEmpty();
  }

  /** Whether the decoder has seen a part of a request's head, and not its end. */
  boolean isWithinRequest() {
    return state != State.BEFORE_REQUEST && state != State.STOPPED;
  }

  /** From now on all octets are thrown away. */
  void stop() {
    state = State.STOPPED;
    pendingBytes = 0;
    for (ByteBuf octets = pending.poll(); octets != null; octets = pending.poll()) {
      octets.release();
    }
  }

  /**
   * Hands the rest of the current head to the decoder, as far as it has come.
   *
   * @return whether anything had come
   */
  boolean next() {
    ByteBuf octets = pending.peek();
    ChannelHandlerContext ctx = context;
    if (octets == null || ctx == null) {
      return false;
    }
    int start = skipLineEnds(octets);
    int end = start < 0 ? -1 : endOfHead(octets, start);
    if (end < 0) {
      stop();
      ctx.fireChannelRead(noRequest());
      return true;
    }
    pendingBytes -= end - octets.readerIndex();
    octets.readerIndex(start);
    ByteBuf head;
    if (end == octets.writerIndex()) {
      head = pending.remove();
    } else {
      head = octets.readRetainedSlice(end - start);
    }
    if (head.isReadable()) {
      ctx.fireChannelRead(head);
    } else {
      head.release();
    }
    return true;
  }

  /** Where the request begins or goes on; -1 if it begins with too many line ends. */
  private int skipLineEnds(ByteBuf octets) {
    int at = octets.readerIndex();
    if (state != State.BEFORE_REQUEST) {
      return at;
    }
    while (at < octets.writerIndex() && isLineEnd(octets.getByte(at))) {
      at++;
      length++;
      if (length > MAX_LINE_ENDS_BEFORE) {
        return -1;
      }
    }
    if (at < octets.writerIndex()) {
      enter(State.METHOD);
    }
    return at;
  }

  /** Behind the head's last octet, or behind all that has come; -1 if this is no request. */
  private int endOfHead(ByteBuf octets, int start) {
    int at = start;
    int end = octets.writerIndex();
    while (at < end && state == State.METHOD) {
      if (!belongsToMethod(octets.getByte(at++))) {
        return -1;
      }
    }
    if (at < end && state == State.TARGET) {
      int lineEnd = octets.forEachByte(at, end - at, TARGET);
      if (lineEnd < 0) {
        return end;
      }
      if (octets.getByte(lineEnd) != '\n') {
        return -1;
      }
      at = lineEnd + 1;
      enter(State.HEADERS);
    }
    while (at < end && state == State.HEADERS) {
      int lineEnd = octets.indexOf(at, end, (byte) '\n');
      if (length == 0) {
        first = octets.getByte(at);
      }
      length += (lineEnd < 0 ? end : lineEnd) - at;
      at = lineEnd < 0 ? end : lineEnd + 1;
      if (lineEnd >= 0) {
        boolean empty = length == 0 || (length == 1 && first == '\r');
        enter(empty ? State.BEFORE_REQUEST : State.HEADERS);
      }
    }
    return at;
  }

  /** Whether the byte may stand in the method (RFC 9112, 3); enters the target after its blank. */
  private boolean belongsToMethod(byte octet) {
    length++;
    if (octet == ' ' && length > 1) {
      enter(State.TARGET);
      return true;
    }
    return isToken(octet) && length <= MAX_METHOD;
  }

  private void enter(State next) {
    state = next;
    length = 0;
  }

  private static boolean isLineEnd(byte octet) {
    return octet == '\r' || octet == '\n';
  }

  private static boolean isToken(byte octet) {
    return octet >= 'a' && octet <= 'z'
        || octet >= 'A' && octet <= 'Z'
        || octet >= '0' && octet <= '9'
        || TOKEN_MARKS.indexOf(octet) >= 0;
  }

  private static HttpRequest noRequest() {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/");
    request.setDecoderResult(
        DecoderResult.failure(new IllegalArgumentException("no HTTP request line")));
    return request;
  }
}
