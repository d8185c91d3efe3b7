package io.github.pmtatracking.feeder;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.time.Duration;

/**
 * The settings {@code feeder.*}, checked once at start. Each component has the name of its setting:
 * {@code batchMaxSize} is {@code feeder.batch.max-size}. The proxy and the certificates are read by
 * {@link io.github.pmtatracking.ingest}. Immutable.
 *
 * @param batchMaxSize most events of a batch, 1 to 100,000
 * @param batchMaxBytes most bytes of the queue entries of a batch, 1 to 100,000,000
 * @param batchMaxAge time that events wait for a batch to fill
 * @param batchLease time after which another feeder takes over the batch of a dead one
 * @param senders number of batches that are processed at the same time, 1 to 64
 * @param uploadMaxBytes most bytes of one POST before compression, 1,000 to 5,000,000
 * @param uploadGzipLevel 1 (fast) to 9 (small)
 * @param eventMaxAge age from which an event becomes a dead letter
 * @param maxRefused number of events that the API may refuse in a row, each posted alone, before
 *     the feeder suspects the API; 0 for no limit
 * @param httpConnectTimeout for a connection and for its TLS handshake
 * @param httpResponseTimeout between two reads of a response
 * @param httpTotalTimeout for a request and its response
 * @param retryInitialDelay limit of the wait after the first failure; doubles with each failure
 * @param retryMaxDelay largest limit of that wait
 * @param retryMaxRetryAfter longest wait that the API can ask for with {@code Retry-After}
 * @param pausedRetryInterval time between two attempts while the feeder is paused
 * @param batchStatusDelay time after an upload when the feeder asks for its status; zero: never
 * @param batchStatusMaxAge time after an upload when the feeder stops asking; more than the delay
 * @param batchStatusKeepBytes most bytes of compressed uploads that are kept until their status is
 *     known
 * @param healthFailures the feeder is not ready from so many failures in a row on; 0: never
 * @param healthOldestEvent the feeder is not ready while an event waits longer; zero: never
 */
public record FeederOptions(
    int batchMaxSize,
    long batchMaxBytes,
    Duration batchMaxAge,
    Duration batchLease,
    int senders,
    int uploadMaxBytes,
    int uploadGzipLevel,
    Duration eventMaxAge,
    int maxRefused,
    Duration httpConnectTimeout,
    Duration httpResponseTimeout,
    Duration httpTotalTimeout,
    Duration retryInitialDelay,
    Duration retryMaxDelay,
    Duration retryMaxRetryAfter,
    Duration pausedRetryInterval,
    Duration batchStatusDelay,
    Duration batchStatusMaxAge,
    long batchStatusKeepBytes,
    int healthFailures,
    Duration healthOldestEvent) {

  /** An event may be so much ahead of this machine's clock. */
  public static final Duration MAX_EVENT_AHEAD = Duration.ofMinutes(10);

  /** The API accepts 5 MB (docs/formats.md, "Ingest request"). */
  private static final int MAX_UPLOAD_BYTES = 5_000_000;

  private static final int MAX_BATCH_BYTES = 100_000_000;

  /**
   * Reads and checks the settings.
   *
   * @throws BadSettingException for the first one that cannot be used
   */
  public static FeederOptions of(Settings settings) {
    return new FeederOptions(
        settings.number("feeder.batch.max-size", 1, 100_000),
        settings.bytes("feeder.batch.max-bytes", 1, MAX_BATCH_BYTES),
        settings.duration("feeder.batch.max-age"),
        positive(settings, "feeder.batch.lease"),
        settings.number("feeder.senders", 1, 64),
        (int) settings.bytes("feeder.upload.max-bytes", 1_000, MAX_UPLOAD_BYTES),
        settings.number("feeder.upload.gzip-level", 1, 9),
        positive(settings, "feeder.event.max-age"),
        settings.number("feeder.max-refused", 0, 1_000_000),
        positive(settings, "feeder.http.connect-timeout"),
        positive(settings, "feeder.http.response-timeout"),
        positive(settings, "feeder.http.total-timeout"),
        positive(settings, "feeder.retry.initial-delay"),
        positive(settings, "feeder.retry.max-delay"),
        positive(settings, "feeder.retry.max-retry-after"),
        positive(settings, "feeder.paused.retry-interval"),
        settings.duration("feeder.batch-status.delay"),
        batchStatusMaxAge(settings),
        settings.bytes("feeder.batch-status.keep-bytes"),
        settings.number("feeder.health.failures", 0, 1_000_000),
        settings.duration("feeder.health.oldest-event"));
  }

  /** More than the delay; otherwise no status would ever be asked for. */
  private static Duration batchStatusMaxAge(Settings settings) {
    Duration maxAge = positive(settings, "feeder.batch-status.max-age");
    if (maxAge.compareTo(settings.duration("feeder.batch-status.delay")) <= 0) {
      throw new BadSettingException(
          settings.describe("feeder.batch-status.max-age")
              + ": wanted more than "
              + settings.describe("feeder.batch-status.delay"));
    }
    return maxAge;
  }

  private static Duration positive(Settings settings, String key) {
    return settings.duration(key, Duration.ofMillis(1));
  }
}
