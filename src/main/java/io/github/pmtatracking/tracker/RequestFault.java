package io.github.pmtatracking.tracker;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
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
record RequestFault(HttpResponseStatus status, String line, boolean fatal) {
  static final RequestFault LONG_BODY =
      new RequestFault(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too long", true);

  private static final RequestFault METHOD =
      new RequestFault(
          HttpResponseStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD are served", false);
  private static final RequestFault EXPECTATION =
      new RequestFault(HttpResponseStatus.EXPECTATION_FAILED, "Send no body", true);
  private static final RequestFault HOST =
      new RequestFault(HttpResponseStatus.BAD_REQUEST, "One Host header is needed", false);
  private static final RequestFault VERSION =
      new RequestFault(
          HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "Only HTTP/1.0 and 1.1 are spoken", true);
  private static final RequestFault LONG_LINE =
      new RequestFault(HttpResponseStatus.REQUEST_URI_TOO_LONG, "The link is too long", true);
  private static final RequestFault LONG_HEADERS =
      new RequestFault(
          HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too long", true);
  private static final RequestFault NOT_HTTP =
      new RequestFault(HttpResponseStatus.BAD_REQUEST, "This is no HTTP request", true);

  /** What the decoder stumbled over. */
  static RequestFault ofDecoder(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return LONG_LINE;
    }
    return cause instanceof TooLongHttpHeaderException ? LONG_HEADERS : NOT_HTTP;
  }

  /** What is wrong with a request's head before its body was sent, or {@code null}. */
  static @Nullable RequestFault beforeBody(HttpRequest request) {
    if (request.protocolVersion().majorVersion() != 1) {
      return VERSION;
    }
    return HttpUtil.is100ContinueExpected(request) ? EXPECTATION : null;
  }

  /** What is wrong with a request that came whole, or {@code null}. */
  static @Nullable RequestFault of(HttpRequest request) {
    if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
      return METHOD;
    }
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    boolean mayLack = HttpVersion.HTTP_1_0.equals(request.protocolVersion());
    return hosts.size() == 1 || (hosts.isEmpty() && mayLack) ? null : HOST;
  }
}
