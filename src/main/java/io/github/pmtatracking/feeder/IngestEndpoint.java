package io.github.pmtatracking.feeder;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where the ingest API is and the key that opens it. Immutable.
 *
 * @param baseUrl scheme, host and port, such as {@code https://api.sparkpost.com}
 * @param key goes into the Authorization header; never logged
 */
public record IngestEndpoint(String baseUrl, String key) {

  /**
   * Reads {@code SPARKPOST_HOST_INGEST} as it is found in the wild: with or without {@code
   * https://}, with a slash or {@code /api/v1} at its end. An explicit {@code http://} is honoured.
   *
   * @throws IllegalArgumentException with what was wanted
   */
  public static String clean(String host) {
    String url = host.strip();
    if (!url.matches("(?i)https?://.*")) {
      url = "https://" + url;
    }
    url = url.replaceFirst("/+$", "").replaceFirst("/api/v1$", "").replaceFirst("/+$", "");
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null
          && uri.getRawPath().isEmpty()
          && uri.getRawQuery() == null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // told below, as for a host that is missing
    }
    throw new IllegalArgumentException("wanted a host such as api.sparkpost.com");
  }

  /** Where events are posted. */
  public String eventsUrl() {
    return baseUrl + "/api/v1/ingest/events";
  }

  /** Where the verdicts of batches are asked for. */
  public String verdictsUrl() {
    return baseUrl + "/api/v1/events/ingest";
  }

  /** Where the failed events of a batch are asked for, before {@code /} and the batch's id. */
  public String failuresUrl() {
    return eventsUrl() + "/failures";
  }

  @Override
  public String toString() {
    return baseUrl;
  }
}
