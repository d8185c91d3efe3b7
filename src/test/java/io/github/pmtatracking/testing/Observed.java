package io.github.pmtatracking.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a process says of itself on its management port; an answer that does not come throws. */
public record Observed(int port) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** 200 or 503 of {@code /observe/health}. */
  public int health() {
    return get("health").statusCode();
  }

  /** 200 or 503 of {@code /observe/health/ready}. */
  public int ready() {
    return get("health/ready").statusCode();
  }

  /** 200 or 503 of {@code /observe/health/live}. */
  public int live() {
    return get("health/live").statusCode();
  }

  /** The body of {@code /observe/health}, checks with their reasons. */
  public String reasons() {
    return get("health").body();
  }

  /** The body of {@code /observe/metrics}. */
  public String metrics() {
    return get("metrics").body();
  }

  private HttpResponse<String> get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/observe/" + path);
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(uri.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
