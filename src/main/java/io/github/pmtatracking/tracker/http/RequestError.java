package io.github.pmtatracking.tracker.http;

import io.github.pmtatracking.tracker.HostHeader;
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
 * What is wrong with a request before anybody looks at its link.
 *
 * @param status what it is answered
 * @param line why, in a line for whoever reads it
 * @param fatal whether nothing more can be read from this connection
 */
record RequestError(HttpResponseStatus status, String line, boolean fatal) {
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

  /** What is wrong with a request whose head has come, or {@code null}. */
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

  /** What the decoder stumbled over. */
  private static RequestError ofDecoder(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return LONG_LINE;
    }
    return cause instanceof TooLongHttpHeaderException ? LONG_HEADERS : NOT_HTTP;
  }

  /**
   * An expectation is of no meaning without a body (RFC 9110, 10.1.1). With one, 100-continue is
   * met by the final answer, since the body is not wanted.
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
