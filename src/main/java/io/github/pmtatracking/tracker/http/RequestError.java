package io.github.pmtatracking.tracker.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error of a request as HTTP, found before its link is read.
 *
 * @param status of the response
 * @param line the text of the response
 * @param closesConnection whether the response ends the connection, because the next request cannot
 *     be found
 */
record RequestError(HttpResponseStatus status, String line, boolean closesConnection) {
  private static final RequestError LONG_BODY =
      new RequestError(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too long", true);
  private static final RequestError FRAMING =
      new RequestError(
          HttpResponseStatus.BAD_REQUEST, "The only transfer coding is chunked, once", true);
  private static final RequestError METHOD =
      new RequestError(
          HttpResponseStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD are served", false);
  private static final RequestError EXPECTATION =
      new RequestError(
          HttpResponseStatus.EXPECTATION_FAILED, "The only expectation is 100-continue", true);
  private static final RequestError NO_HOST =
      new RequestError(HttpResponseStatus.BAD_REQUEST, "One Host header is needed", false);
  private static final RequestError BAD_HOST =
      new RequestError(
          HttpResponseStatus.BAD_REQUEST, "The Host header is not a host or host:port", false);
  private static final RequestError VERSION =
      new RequestError(
          HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "Only HTTP/1.0 and 1.1 are spoken", true);
  private static final RequestError LONG_LINE =
      new RequestError(HttpResponseStatus.REQUEST_URI_TOO_LONG, "The link is too long", true);
  private static final RequestError LONG_HEADERS =
      new RequestError(
          HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too long", true);
  private static final RequestError NOT_HTTP =
      new RequestError(HttpResponseStatus.BAD_REQUEST, "This is no HTTP request", true);

  /** The error of a request whose head has arrived, or {@code null}. */
  static @Nullable RequestError of(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return ofDecoder(request.decoderResult().cause());
    }
    if (request.protocolVersion().majorVersion() != 1) {
      return VERSION;
    }
    RequestError framing = RequestBody.isAnnouncedBy(request) ? ofBody(request) : null;
    if (framing != null) {
      return framing;
    }
    if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
      return METHOD;
    }
    return ofHost(request);
  }

  /** The error that the decoder found. */
  private static RequestError ofDecoder(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return LONG_LINE;
    }
    return cause instanceof TooLongHttpHeaderException ? LONG_HEADERS : NOT_HTTP;
  }

  /**
   * Without a body an expectation is ignored (RFC 9110, 10.1.1). With one, the final response
   * answers 100-continue, because the body is not read.
   */
  private static @Nullable RequestError ofBody(HttpRequest request) {
    if (!RequestBody.isFramed(request)) {
      return FRAMING;
    }
    for (String expectation : request.headers().getAll(HttpHeaderNames.EXPECT)) {
      if (!HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation)) {
        return EXPECTATION;
      }
    }
    return RequestBody.isTooLong(request) ? LONG_BODY : null;
  }

  private static @Nullable RequestError ofHost(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() == 1) {
      return HostHeader.isValid(hosts.get(0)) ? null : BAD_HOST;
    }
    boolean mayLack = HttpVersion.HTTP_1_0.equals(request.protocolVersion());
    return hosts.isEmpty() && mayLack ? null : NO_HOST;
  }
}
