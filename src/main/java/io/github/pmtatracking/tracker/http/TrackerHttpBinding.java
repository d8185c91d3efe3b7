package io.github.pmtatracking.tracker.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.tracker.TrackerResponse;
import io.github.pmtatracking.tracker.TrackingRequest;
import io.github.pmtatracking.tracker.TrackingResult;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.netty.http.DefaultNettyHttpBinding;
import org.apache.camel.component.netty.http.NettyHttpConfiguration;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/**
 * Converts between HTTP and the messages of the route, which names it as {@code nettyHttpBinding}.
 * The body of the route's message is a {@link TrackingRequest}, without headers. Its last body, a
 * {@link TrackingResult} or a {@link TrackerResponse}, becomes the response, with the headers that
 * the route has set. When a step after the first one fails, the client still gets the response.
 * Thread-safe.
 */
public final class TrackerHttpBinding extends DefaultNettyHttpBinding {
  private static final AsciiString ROBOTS_TAG = AsciiString.cached("x-robots-tag");
  private static final AsciiString NO_INDEX = AsciiString.cached("noindex");

  /** Without a check of each character: {@link TrackerResponse} has checked its texts. */
  private static final HttpHeadersFactory HEADERS =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private static final TrackerResponse FAILED = TrackerResponse.error(500, "The tracker failed");

  private final @Nullable String addressHeader;
  private final RequestIds requestIds;

  /**
   * @param addressHeader the name of the header with the client's address, or {@code null}
   * @param requestIds makes event ids from request ids
   */
  public TrackerHttpBinding(@Nullable String addressHeader, RequestIds requestIds) {
    this.addressHeader = addressHeader;
    this.requestIds = requestIds;
  }

  @Override
  public Message toCamelMessage(
      FullHttpRequest request, Exchange exchange, NettyHttpConfiguration configuration)
      throws Exception {
    if (!(request instanceof TrackingHttpRequest http)) {
      return super.toCamelMessage(request, exchange, configuration);
    }
    Message message = new DefaultMessage(exchange);
    message.setBody(trackingRequest(http));
    return message;
  }

  private TrackingRequest trackingRequest(TrackingHttpRequest request) {
    HttpHeaders headers = request.headers();
    String userAgent = headers.get(HttpHeaderNames.USER_AGENT);
    return new TrackingRequest(
        path(request.target()),
        HttpMethod.HEAD.equals(request.method()),
        userAgent == null ? "" : utf8(userAgent),
        addressHeader == null ? List.of() : headers.getAll(addressHeader),
        request.peer(),
        requestIds.eventId(headers, request.socketPeer()));
  }

  /** The path of an origin-form or absolute-form target (RFC 9112, 3.2). */
  private static String path(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    int authority = path.startsWith("/") ? -1 : path.indexOf("://");
    if (authority < 0) {
      return path;
    }
    int slash = path.indexOf('/', authority + 3);
    return slash < 0 ? "/" : path.substring(slash);
  }

  /** Netty's codec makes a character of each byte; this decodes UTF-8. */
  private static String utf8(String latin1) {
    for (int i = 0; i < latin1.length(); i++) {
      if (latin1.charAt(i) >= 0x80) {
        return new String(latin1.getBytes(ISO_8859_1), UTF_8);
      }
    }
    return latin1;
  }

  @Override
  public HttpResponse toNettyResponse(Message message, NettyHttpConfiguration configuration)
      throws Exception {
    Object body = message.getBody();
    TrackerResponse known = responseOf(body);
    if (known == null && message.getExchange().getException() == null) {
      return super.toNettyResponse(message, configuration);
    }
    FullHttpResponse response = response(known == null ? FAILED : known);
    if (message.hasHeaders()) {
      response.headers().setAll(headersOfRoute(message));
    }
    return response;
  }

  /**
   * @throws IllegalArgumentException when the name or value of a header could break the response
   */
  private static HttpHeaders headersOfRoute(Message message) {
    HttpHeaders checked = DefaultHttpHeadersFactory.headersFactory().newHeaders();
    for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
      if (!header.getKey().startsWith("Camel")) {
        checked.set(header.getKey(), header.getValue());
      }
    }
    return checked;
  }

  private static @Nullable TrackerResponse responseOf(@Nullable Object body) {
    if (body instanceof TrackingResult result) {
      return result.response();
    }
    return body instanceof TrackerResponse response ? response : null;
  }

  /** The HTTP message of a response. */
  static FullHttpResponse response(TrackerResponse content) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(content.status()),
            Unpooled.wrappedBuffer(content.body()),
            HEADERS.newHeaders(),
            EmptyHttpHeaders.INSTANCE);
    HttpHeaders headers = response.headers();
    headers.set(ROBOTS_TAG, NO_INDEX);
    if (content.status() != HttpResponseStatus.NO_CONTENT.code()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, content.contentType());
    }
    String location = content.location();
    if (location != null) {
      headers.set(HttpHeaderNames.LOCATION, location);
    }
    String cacheControl = content.cacheControl();
    if (cacheControl != null) {
      headers.set(HttpHeaderNames.CACHE_CONTROL, cacheControl);
    }
    return response;
  }
}
