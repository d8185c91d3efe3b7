package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.ingest.IngestHttpClient;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/** Configures Camel's HTTP client for the ingest API. Thread-safe. */
final class IngestHttp implements HttpClientConfigurer {
  private final IngestHttpClient client;
  private final TotalTimeout timeout;
  private final int maxBytes;

  /**
   * @param maxBytes most bytes of a response body
   */
  IngestHttp(IngestHttpClient client, TotalTimeout timeout, int maxBytes) {
    this.client = client;
    this.timeout = timeout;
    this.maxBytes = maxBytes;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    client.configure(builder, maxBytes);
    timeout.configureHttpClient(builder);
  }
}
