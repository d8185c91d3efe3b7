package io.github.pmtatracking.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.RouteInfo;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and reads its response into memory up to a limit. A longer response is cut there
 * and its connection is closed, so that neither its rest nor a second response is ever read. A
 * response that is compressed, although the request does not ask for it, is inflated up to the same
 * limit; a part that cannot be inflated is dropped. The same holds for a proxy's response to
 * CONNECT. Thread-safe.
 */
final class BoundedRequestExecutor extends HttpRequestExecutor {
  private final int maxBytes;
  private final @Nullable HttpProxy proxy;
  private final LogText logText;

  /**
   * @param maxBytes most bytes of a response body, before and after it is inflated
   * @param proxy of the requests, or null
   */
  BoundedRequestExecutor(int maxBytes, @Nullable HttpProxy proxy, LogText logText) {
    this.maxBytes = maxBytes;
    this.proxy = proxy;
    this.logText = logText;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request,
      HttpClientConnection connection,
      @Nullable HttpResponseInformationCallback informationCallback,
      HttpContext context)
      throws IOException, HttpException {
    boolean connect = Method.CONNECT.isSame(request.getMethod());
    authorize(request, connect, context);
    ClassicHttpResponse response = super.execute(request, connection, informationCallback, context);
    try {
      readBody(response, connection);
    } catch (IOException | RuntimeException e) {
      connection.close(CloseMode.IMMEDIATE);
      throw e;
    }
    if (connect && response.getCode() / 100 != 2) {
      connection.close(CloseMode.IMMEDIATE);
      throw new ProxyRefusedException(response.getCode(), refusal(response));
    }
    return response;
  }

  /** With the first request, as Go does; otherwise the proxy answers 407 first and closes. */
  private void authorize(ClassicHttpRequest request, boolean connect, HttpContext context) {
    if (proxy == null || proxy.authorization() == null) {
      return;
    }
    RouteInfo route = HttpClientContext.cast(context).getHttpRoute();
    if (connect || (route.getProxyHost() != null && !route.isTunnelled())) {
      request.setHeader(HttpHeaders.PROXY_AUTHORIZATION, proxy.authorization());
    }
  }

  private void readBody(ClassicHttpResponse response, HttpClientConnection connection)
      throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return;
    }
    InputStream in = entity.getContent();
    byte[] body = in.readNBytes(maxBytes);
    if (body.length == maxBytes && in.read() >= 0) {
      connection.close(CloseMode.IMMEDIATE);
    } else {
      in.close();
    }
    Header encoding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && isGzip(encoding.getValue())) {
      body = inflate(body);
    }
    // otherwise Camel would inflate it again, without a limit
    response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
    response.setEntity(
        new ByteArrayEntity(body, ContentType.parseLenient(entity.getContentType())));
  }

  private static boolean isGzip(@Nullable String encoding) {
    return encoding != null && encoding.strip().toLowerCase(Locale.ROOT).matches("gzip|x-gzip");
  }

  private byte[] inflate(byte[] gzip) {
    ByteArrayOutputStream inflated = new ByteArrayOutputStream();
    byte[] buffer = new byte[8 * 1024];
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      for (int left = maxBytes; left > 0; ) {
        int read = in.read(buffer, 0, Math.min(left, buffer.length));
        if (read < 0) {
          break;
        }
        inflated.write(buffer, 0, read);
        left -= read;
      }
    } catch (IOException e) {
      // the part before it counts
      return inflated.toByteArray();
    }
    return inflated.toByteArray();
  }

  private String refusal(ClassicHttpResponse response) {
    Header location = response.getFirstHeader(HttpHeaders.LOCATION);
    return "the proxy "
        + proxy
        + " answers "
        + (response.getCode() + " " + logText.of(response.getReasonPhrase())).strip()
        + (location == null ? "" : ", Location: " + logText.of(location.getValue()))
        + " to CONNECT";
  }
}
