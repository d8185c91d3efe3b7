package io.github.pmtatracking.tracker.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.tracker.RequestIds;
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
 * What stands between HTTP and the route, named there as {@code nettyHttpBinding}: the route gets a
 * {@link TrackingRequest} as its body, without headers, and its last body, a {@link TrackingResult}
 * or an {@link TrackerResponse}, is what the reader gets, with any header that the route has set. A
 * route that failed after the visit was understood still answers it. Thread-safe.
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
   * Passes the header on that names the reader's address.
   *
   * @param addressHeader its name, or {@code null} if there is none
   * @param requestIds gives an event the id of its request
   */
  public TrackerHttpBinding(@Nullable String addressHeader, RequestIds requestIds) {
    this.addressHeader = addressHeader;
    this.requestIds = requestIds;
  }

  @Override
  public Message toCamelMessage(
      FullHttpRequest request, Exchange exchange, NettyHttpConfiguration configuration)
      throws Exception {
    if (!(request instanceof TrackingHttpRequest reader)) {
      return super.toCamelMessage(request, exchange, configuration);
    }
    Message message = new DefaultMessage(exchange);
    message.setBody(readerRequest(reader));
    return message;
  }

  private TrackingRequest readerRequest(TrackingHttpRequest request) {
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

  /** The codec makes a character of each octet; what is UTF-8 becomes text again. */
  private static String utf8(String octets) {
    for (int i = 0; i < octets.length(); i++) {
      if (octets.charAt(i) >= 0x80) {
        return new String(octets.getBytes(ISO_8859_1), UTF_8);
      }
    }
    return octets;
  }

  @Override
  public HttpResponse toNettyResponse(Message message, NettyHttpConfiguration configuration)
      throws Exception {
    Object body = message.getBody();
    TrackerResponse answer = answer(body);
    if (answer == null && message.getExchange().getException() == null) {
      return super.toNettyResponse(message, configuration);
    }
    FullHttpResponse response = response(answer == null ? FAILED : answer);
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

  private static @Nullable TrackerResponse answer(@Nullable Object body) {
    if (body instanceof TrackingResult visit) {
      return visit.answer();
    }
    return body instanceof TrackerResponse answer ? answer : null;
  }

  /** The HTTP response of an answer. */
  static FullHttpResponse response(TrackerResponse answer) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(answer.body()),
            HEADERS.newHeaders(),
            EmptyHttpHeaders.INSTANCE);
    HttpHeaders headers = response.headers();
    headers.set(ROBOTS_TAG, NO_INDEX);
    if (answer.status() != HttpResponseStatus.NO_CONTENT.code()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    }
    String location = answer.location();
    if (location != null) {
      headers.set(HttpHeaderNames.LOCATION, location);
    }
    String cacheControl = answer.cacheControl();
    if (cacheControl != null) {
      headers.set(HttpHeaderNames.CACHE_CONTROL, cacheControl);
    }
    return response;
  }
}
