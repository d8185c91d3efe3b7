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
 * Passes the head of one request at a time to the HTTP decoder behind it (RFC 9112, 2.1), and only
 * when {@link #next} is called. So bytes after a request are not decoded before the request is
 * answered, and never when the connection ends with it. Bytes that cannot begin a request are
 * refused at once: the decoder would skip control characters and wait for a line end.
 *
 * <p>Bodies are not supported: a request with a body is the last of its connection. Used by the
 * event loop of the connection.
 */
final class RequestFramer extends ChannelInboundHandlerAdapter {
  /** RFC 9112, 2.2: at least one empty line before a request is to be ignored. */
  private static final int MAX_LINE_ENDS_BEFORE = 16;

  /** The longest registered method, UPDATEREDIRECTREF, has 17 characters. */
  private static final int MAX_METHOD = 32;

  /** More than one read of the socket gives; only a faulty transport exceeds it. */
  private static final int MAX_PENDING_BYTES = 1 << 20;

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  /** Continues while bytes may stand in the rest of the request line (RFC 9112, 3). */
  private static final ByteProcessor TARGET =
      b -> (b & 0xff) >= ' ' && b != 0x7f || b == '\r' || b == '\t';

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

  /** Bytes of the current line ends, method or header line so far. */
  private int length;

  private byte first;

  /**
   * @param arrival called when bytes have arrived
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
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
    } else if (state == State.STOPPED || !bytes.isReadable()) {
      bytes.release();
    } else {
      pending.add(bytes);
      pendingBytes += bytes.readableBytes();
      if (pendingBytes > MAX_PENDING_BYTES) {
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

  /** Whether bytes have arrived that were not passed to the decoder. */
  boolean hasPending() {
    return !pending.isEmpty();
  }

  /** Whether the decoder got a part of a request's head, and not its end. */
  boolean isWithinRequest() {
    return state != State.BEFORE_REQUEST && state != State.STOPPED;
  }

  /** Discards all bytes from now on. */
  void stop() {
    state = State.STOPPED;
    pendingBytes = 0;
    for (ByteBuf bytes = pending.poll(); bytes != null; bytes = pending.poll()) {
      bytes.release();
    }
  }

  /**
   * Passes the rest of the current head to the decoder, as far as it has arrived.
   *
   * @return whether any bytes had arrived
   */
  boolean next() {
    ByteBuf bytes = pending.peek();
    ChannelHandlerContext ctx = context;
    if (bytes == null || ctx == null) {
      return false;
    }
    int start = skipLineEnds(bytes);
    int end = start < 0 ? -1 : endOfHead(bytes, start);
    if (end < 0) {
      stop();
      ctx.fireChannelRead(noRequest());
      return true;
    }
    pendingBytes -= end - bytes.readerIndex();
    bytes.readerIndex(start);
    ByteBuf head;
    if (end == bytes.writerIndex()) {
      head = pending.remove();
    } else {
      head = bytes.readRetainedSlice(end - start);
    }
    if (head.isReadable()) {
      ctx.fireChannelRead(head);
    } else {
      head.release();
    }
    return true;
  }

  /** Index at which the request begins or continues; -1 if it begins with too many line ends. */
  private int skipLineEnds(ByteBuf bytes) {
    int at = bytes.readerIndex();
    if (state != State.BEFORE_REQUEST) {
      return at;
    }
    while (at < bytes.writerIndex() && isLineEnd(bytes.getByte(at))) {
      at++;
      length++;
      if (length > MAX_LINE_ENDS_BEFORE) {
        return -1;
      }
    }
    if (at < bytes.writerIndex()) {
      enter(State.METHOD);
    }
    return at;
  }

  /** Index after the head, or after all bytes that have arrived; -1 if this is no request. */
  private int endOfHead(ByteBuf bytes, int start) {
    int at = start;
    int end = bytes.writerIndex();
    while (at < end && state == State.METHOD) {
      if (!belongsToMethod(bytes.getByte(at++))) {
        return -1;
      }
    }
    if (at < end && state == State.TARGET) {
      int lineEnd = bytes.forEachByte(at, end - at, TARGET);
      if (lineEnd < 0) {
        return end;
      }
      if (bytes.getByte(lineEnd) != '\n') {
        return -1;
      }
      at = lineEnd + 1;
      enter(State.HEADERS);
    }
    while (at < end && state == State.HEADERS) {
      int lineEnd = bytes.indexOf(at, end, (byte) '\n');
      if (length == 0) {
        first = bytes.getByte(at);
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
  private boolean belongsToMethod(byte b) {
    length++;
    if (b == ' ' && length > 1) {
      enter(State.TARGET);
      return true;
    }
    return isToken(b) && length <= MAX_METHOD;
  }

  private void enter(State next) {
    state = next;
    length = 0;
  }

  private static boolean isLineEnd(byte b) {
    return b == '\r' || b == '\n';
  }

  private static boolean isToken(byte b) {
    return b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b >= '0' && b <= '9'
        || TOKEN_MARKS.indexOf(b) >= 0;
  }

  private static HttpRequest noRequest() {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/");
    request.setDecoderResult(
        DecoderResult.failure(new IllegalArgumentException("no HTTP request line")));
    return request;
  }
}
