package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.ingest.IngestHttpClient;
import io.github.pmtatracking.ingest.RemoteClock;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The clock of the ingest API: the header {@code Date} of its response to HEAD. A cache in between
 * answers with an old date; its header {@code Age} (RFC 9111, 5.1) is added. Thread-safe.
 */
final class ApiClock implements RemoteClock, AutoCloseable {
  private final String url;
  private final IngestHttpClient ingest;
  private final CloseableHttpClient client;

  /**
   * @param url of the API; no key is sent
   * @param responseTimeout between two reads of a response
   */
  ApiClock(String url, IngestHttpClient ingest, IngestHttp http, Duration responseTimeout) {
    this.url = url;
    this.ingest = ingest;
    HttpClientBuilder builder = HttpClientBuilder.create();
    http.configureHttpClient(builder);
    this.client =
        builder
            .setDefaultRequestConfig(
                RequestConfig.custom().setResponseTimeout(Timeout.of(responseTimeout)).build())
            .build();
  }

  @Override
  public @Nullable Instant now() throws IOException {
    try {
      return client.execute(new HttpHead(url), ApiClock::time);
    } catch (IOException e) {
      throw new IOException(ingest.explain(e), e);
    }
  }

  private static @Nullable Instant time(HttpResponse response) {
    Header date = response.getFirstHeader(HttpHeaders.DATE);
    if (date == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(date.getValue(), DateTimeFormatter.RFC_1123_DATE_TIME)
          .toInstant()
          .plusSeconds(age(response));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Seconds since the origin made the response; 0 when no cache says more. */
  private static long age(HttpResponse response) {
    Header age = response.getFirstHeader(HttpHeaders.AGE);
    String text = age == null ? "" : age.getValue().strip();
    return text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
