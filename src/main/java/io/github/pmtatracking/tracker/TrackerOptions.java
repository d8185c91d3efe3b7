package io.github.pmtatracking.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.address.ClientAddressSource;
import io.github.pmtatracking.address.TrustedPeers;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.spool.FsyncPolicy;
import io.github.pmtatracking.spool.SpoolOptions;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The settings {@code tracker.*}, checked. Only the address to listen on is missing: it is checked
 * together with the port. Immutable.
 *
 * @param clientAddress the source of a client's address
 * @param trustedPeers the proxies that may name it
 * @param requestIdHeader the header with a proxy's request id; {@code ""} for none
 * @param healthPath the path of health checks; {@code ""} for none
 * @param badLink the response to a link that cannot be read
 * @param queue the Redis list of events, {@code tracking.queue}
 * @param redisTimeout for one command, from 1 ms
 * @param maxInFlight events that may wait for Redis, 1 to 1,000,000
 * @param spool the files for events that Redis does not take
 * @param drainInterval between two attempts to move spooled events to Redis, from 1 ms
 * @param requestTimeout for a request to arrive, and for its response, from 1 ms
 * @param maxRequestLine bytes, 256 to 1,048,576
 * @param maxHeaders bytes of all headers of a request, 256 to 1,048,576
 * @param maxInflatedLink bytes of a link's JSON, 256 to 16,777,216
 * @param threads that serve connections, from 1
 */
public record TrackerOptions(
    ClientAddressSource clientAddress,
    TrustedPeers trustedPeers,
    String requestIdHeader,
    String healthPath,
    TrackerResponse badLink,
    String queue,
    Duration redisTimeout,
    int maxInFlight,
    SpoolOptions spool,
    Duration drainInterval,
    Duration requestTimeout,
    int maxRequestLine,
    int maxHeaders,
    int maxInflatedLink,
    int threads) {
  private static final String SPOOL = "tracker.spool";
  private static final String TRUSTED_PEERS = "tracker.trusted-peers";
  private static final Duration MIN_DURATION = Duration.ofMillis(1);
  private static final int MIN_BYTES = 256;
  private static final int MAX_HEAD_BYTES = 1 << 20;

  /** Each thread that reads links keeps a buffer of this size. */
  private static final int MAX_INFLATED_BYTES = 1 << 24;

  private static final int MAX_THREADS = 1000;

  /** RFC 9110, 5.1: a token, or nothing. */
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]*");

  /**
   * Reads and checks the settings.
   *
   * @throws BadSettingException when one of them cannot be used
   */
  public static TrackerOptions of(Settings settings) {
    int threads = settings.number("tracker.threads", 0, MAX_THREADS);
    return new TrackerOptions(
        settings.convert("tracker.client-address", ClientAddressSource::parse),
        new TrustedPeers(settings.networks(TRUSTED_PEERS), settings.isDefault(TRUSTED_PEERS)),
        settings.convert("tracker.request-id-header", TrackerOptions::headerName),
        settings.convert("tracker.health-path", WellKnownPaths::healthPath),
        BadLinkResponse.of(settings),
        settings.required("tracking.queue"),
        settings.duration("tracker.redis-timeout", MIN_DURATION),
        settings.number("tracker.max-in-flight", 1, 1_000_000),
        spool(settings),
        settings.duration("tracker.spool.drain-interval", MIN_DURATION),
        settings.duration("tracker.request-timeout", MIN_DURATION),
        settings.number("tracker.max-request-line", MIN_BYTES, MAX_HEAD_BYTES),
        settings.number("tracker.max-headers", MIN_BYTES, MAX_HEAD_BYTES),
        (int) settings.bytes("tracker.max-inflated-link", MIN_BYTES, MAX_INFLATED_BYTES),
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
  }

  private static String headerName(String name) {
    if (!HEADER_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("wanted the name of a header, or nothing");
    }
    return name;
  }

  private static SpoolOptions spool(Settings settings) {
    FsyncPolicy fsync = settings.convert(SPOOL + ".fsync", FsyncPolicy::of);
    long maxBytes = settings.bytes(SPOOL + ".max-bytes");
    try {
      return SpoolOptions.of(SPOOL, settings.path(SPOOL + ".folder"), maxBytes).withFsync(fsync);
    } catch (IllegalArgumentException e) {
      throw new BadSettingException(String.valueOf(e.getMessage()), e);
    }
  }

  byte[] queueKey() {
    return queue.getBytes(UTF_8);
  }
}
