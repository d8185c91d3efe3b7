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
 * and the limits of an answer: {@link #MAX_HEADERS} header fields of {@link #MAX_LINE_BYTES} each
 * and a limited body. Clients do not follow redirects, repeat requests, or decompress without a
 * limit. Thread-safe; close it when no client that it configured is used any more.
 */
public final class IngestHttpClient implements AutoCloseable {
  /** Most header fields of an answer. */
  public static final int MAX_HEADERS = 100;

  /** Most bytes of one line of an answer's head. */
  public static final int MAX_LINE_BYTES = 8 * 1024;

  /** As many as {@code feeder.senders} can be, and some for verdicts. */
  private static final int MAX_CONNECTIONS = 70;

  private final @Nullable HttpProxy proxy;
  private final TrustedAuthorities trusted;
  private final LogText logText;
  private final PoolingHttpClientConnectionManager connections;
  private final RequestConfig requests;

  /**
   * @param proxy the one that requests go through, or null
   * @param connectTimeout for a connection and for its TLS handshake
   * @param responseTimeout between two reads of an answer
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
   * Makes the clients that are built with this so.
   *
   * @param maxBytes most bytes of an answer's body
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
   * Why a request, or what was done with its answer, failed, in one line that is fit for a log and
   * names the setting to look at.
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
