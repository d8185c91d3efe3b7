package io.github.pmtatracking.tracker.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;

/** What a request's head says of its body (RFC 9112, 6). */
final class RequestBody {
  /** Octets. None is read so far; a longer one is refused as such. */
  private static final long MAX_BODY = 1024 * 1024;

  private RequestBody() {}

  /** Whether octets that are no request may follow the head. */
  static boolean isAnnouncedBy(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) || length(request) > 0;
  }

  static boolean isTooLong(HttpRequest request) {
    return length(request) > MAX_BODY;
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
