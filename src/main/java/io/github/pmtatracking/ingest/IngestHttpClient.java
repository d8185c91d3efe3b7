package io.github.pmtatracking.ingest;

import java.io.IOException;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The common configuration of all requests to the ingest API: the proxy, the trusted authorities,
 * and the limits of a response: {@link #MAX_HEADERS} header fields of {@link #MAX_LINE_BYTES} each
 * and a limited body. Clients do not follow redirects, repeat requests, or decompress without a
 * limit. Thread-safe; close it when no client that it configured is used any more.
 */
public final class IngestHttpClient implements AutoCloseable {
  /** Most header fields of a response. */
  public static final int MAX_HEADERS = 100;

  /** Most bytes of one line before the body of a response. */
  public static final int MAX_LINE_BYTES = 8 * 1024;

  /** The maximum of {@code feeder.senders}, and some more for batch statuses. */
  private static final int MAX_CONNECTIONS = 70;

  private final @Nullable HttpProxy proxy;
  private final TrustedAuthorities trusted;
  private final LogText logText;
  private final PoolingHttpClientConnectionManager connections;
  private final RequestConfig requests;

  /**
   * @param proxy of the requests, or null
   * @param connectTimeout for a connection and for its TLS handshake
   * @param responseTimeout between two reads of a response
   */
  public IngestHttpClient(
      @Nullable HttpProxy proxy,
      TrustedAuthorities trusted,
      Duration connectTimeout,
      Duration responseTimeout,
      LogText logText) {
    this.proxy = proxy;
    this.trusted = trusted;
    this.logText = logText;
    this.requests = RequestConfig.custom().setResponseTimeout(Timeout.of(responseTimeout)).build();
    Timeout timeout = Timeout.of(connectTimeout);
    this.connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(
                        Http1Config.custom()
                            .setMaxHeaderCount(MAX_HEADERS)
                            .setMaxLineLength(MAX_LINE_BYTES)
                            .build())
                    .build())
            .setTlsSocketStrategy(new DefaultClientTlsStrategy(trusted.context()))
            .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(timeout).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom().setConnectTimeout(timeout).build())
            .setMaxConnPerRoute(MAX_CONNECTIONS)
            .setMaxConnTotal(MAX_CONNECTIONS)
            .build();
  }

  /**
   * Configures the clients of this builder.
   *
   * @param maxBytes most bytes of a response body
   */
  public void configure(HttpClientBuilder builder, int maxBytes) {
    builder
        .setConnectionManager(connections)
        .setConnectionManagerShared(true)
        .setDefaultRequestConfig(requests)
        .setRequestExecutor(new BoundedRequestExecutor(maxBytes, proxy, logText))
        .disableContentCompression()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableRedirectHandling();
    if (proxy != null) {
      builder.setRoutePlanner(
          new DefaultProxyRoutePlanner(new HttpHost(proxy.scheme(), proxy.host(), proxy.port())));
    }
  }

  /**
   * Why a request, or the work with its response, failed: one line that is safe for a log and names
   * the setting to check.
   */
  public String explain(Throwable failure) {
    if (failure instanceof ProxyRefusedException) {
      return String.valueOf(failure.getMessage());
    }
    String text = trusted.explain(failure);
    if (text == null) {
      text = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
    return failure.getClass().getSimpleName()
        + ": "
        + logText.of(text)
        + (proxy != null && failure instanceof IOException
            ? " (through the proxy " + proxy + ")"
            : "");
  }

  @Override
  public void close() {
    connections.close();
  }
}
