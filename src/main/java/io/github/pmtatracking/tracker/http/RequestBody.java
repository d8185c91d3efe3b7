package io.github.pmtatracking.tracker.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;

/** The body that the head of a request announces (RFC 9112, 6). */
final class RequestBody {
  /** No body is read; a longer one is refused with its own status. */
  private static final long MAX_BODY_BYTES = 1024 * 1024;

  private RequestBody() {}

  /** Whether bytes that are no request may follow the head. */
  static boolean isAnnouncedBy(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) || length(request) > 0;
  }

  static boolean isTooLong(HttpRequest request) {
    return length(request) > MAX_BODY_BYTES;
  }

  /** Whether the body's end can be found: by its length, or by the coding {@code chunked} alone. */
  static boolean isFramed(HttpRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    return codings.isEmpty()
        || (codings.size() == 1
            && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0)));
  }

  private static long length(HttpRequest request) {
    return HttpUtil.getContentLength(request, 0L);
  }
}
