package io.github.pmtatracking.feeder.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the API key may read the status of batches. While it may not, the feeder asks once an
 * hour and keeps no uploads, because it could not use them. Thread-safe.
 */
final class BatchStatusPermission {
  private static final Logger LOG = LoggerFactory.getLogger(BatchStatusPermission.class);
  private static final Duration RETRY_INTERVAL = Duration.ofHours(1);

  private final Runnable dropUploads;
  private final InstantSource clock;
  private volatile boolean missing;
  private boolean dropped;
  private Instant nextAttempt = Instant.MIN;
  private @Nullable String latest;

  /**
   * @param dropUploads deletes all uploads that are kept until their status is known
   */
  BatchStatusPermission(Runnable dropUploads, InstantSource clock) {
    this.dropUploads = dropUploads;
    this.clock = clock;
  }

  /** Whether the permission is missing. Unlike {@link #mayBeKept} it never waits for Redis. */
  boolean isMissing() {
    return missing;
  }

  /** Whether it is time for the next attempt; if so, the following one is an hour later. */
  synchronized boolean isTimeToAsk() {
    Instant now = clock.instant();
    if (now.isBefore(nextAttempt)) {
      return false;
    }
    nextAttempt = now.plus(RETRY_INTERVAL);
    return true;
  }

  /** The last batch that the API accepted while the permission was missing; null for none. */
  synchronized @Nullable String latest() {
    return latest;
  }

  /**
   * Whether the upload of a batch that the API has just accepted is kept. If not, the key may post
   * but not read statuses, so all kept uploads are dropped.
   */
  synchronized boolean mayBeKept(String batch) {
    if (!missing) {
      return true;
    }
    latest = batch;
    if (!dropped) {
      dropUploads.run();
      dropped = true;
    }
    return false;
  }

  /**
   * The API does not show statuses.
   *
   * @param response status code and words, fit for a log
   */
  synchronized void refused(String response) {
    nextAttempt = clock.instant().plus(RETRY_INTERVAL);
    if (missing) {
      return;
    }
    missing = true;
    dropped = false;
    latest = null;
    LOG.warn(
        "The API key may not read batch statuses. Give the key of SPARKPOST_API_KEY_INGEST the"
            + " permission \"Events Search: Read-only\", or turn this off with"
            + " feeder.batch-status.delay=0. Until then no upload is kept, and the feeder asks"
            + " again every hour: response={}",
        response);
  }

  /** The API shows statuses. */
  synchronized void granted() {
    if (missing) {
      missing = false;
      latest = null;
      LOG.info("The API key may read batch statuses again; uploads are kept until theirs is known");
    }
  }
}
