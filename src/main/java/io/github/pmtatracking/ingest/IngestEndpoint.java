package io.github.pmtatracking.ingest;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * The address of the ingest API, and the API key. Immutable.
 *
 * @param baseUrl scheme, host and port, such as {@code https://api.sparkpost.com}
 * @param key the value of the Authorization header; never logged
 */
public record IngestEndpoint(String baseUrl, String key) {

  /**
   * Reads the settings.
   *
   * @throws BadSettingException when there is no key, or the host cannot be used
   */
  public static IngestEndpoint of(Settings settings) {
    String key = settings.text("sparkpost.api.key.ingest");
    if (key.isBlank()) {
      throw new BadSettingException(
          "SPARKPOST_API_KEY_INGEST is not set: the feeder needs a key of the ingest API, in the"
              + " environment or as sparkpost.api.key.ingest");
    }
    return new IngestEndpoint(
        settings.convert("sparkpost.host.ingest", IngestEndpoint::parse), key.strip());
  }

  /**
   * The base URL of {@code SPARKPOST_HOST_INGEST}, which is accepted with or without {@code
   * https://}, with a slash or {@code /api/v1} at its end. An explicit {@code http://} stays.
   *
   * @throws IllegalArgumentException with the wanted form
   */
  public static String parse(String host) {
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
      // reported below, like a missing host
    }
    throw new IllegalArgumentException("wanted a host such as api.sparkpost.com");
  }

  /** The URL for events. */
  public String eventsUrl() {
    return baseUrl + "/api/v1/ingest/events";
  }

  /** The URL for the statuses of batches. */
  public String batchStatusUrl() {
    return baseUrl + "/api/v1/events/ingest";
  }

  /** The URL for the failed events of a batch, without {@code /} and the batch's id. */
  public String failedEventsUrl() {
    return eventsUrl() + "/failures";
  }

  @Override
  public String toString() {
    return baseUrl;
  }
}
