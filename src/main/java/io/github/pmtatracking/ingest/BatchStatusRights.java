package io.github.pmtatracking.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the API key may read verdicts. While it may not, the feeder asks once an hour and keeps
 * no uploads, because it could not use them. Thread-safe.
 */
public final class BatchStatusRights {
  private static final Logger LOG = LoggerFactory.getLogger(BatchStatusRights.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

  private final Runnable drop;
  private final InstantSource clock;
  private volatile boolean missing;
  private boolean dropped;
  private Instant nextLook = Instant.MIN;
  private @Nullable String latest;

  /**
   * @param drop forgets all that is kept for verdicts
   */
  public BatchStatusRights(Runnable drop, InstantSource clock) {
    this.drop = drop;
    this.clock = clock;
  }

  /** Whether it may not. Never waits, as {@link #mayBeKept} may, for Redis. */
  public boolean areMissing() {
    return missing;
  }

  /** Whether it is to be looked again; if so, the next time is an hour later. */
  public synchronized boolean isTimeToAsk() {
    Instant now = clock.instant();
    if (now.isBefore(nextLook)) {
      return false;
    }
    nextLook = now.plus(BETWEEN_LOOKS);
    return true;
  }

  /** The batch that the API took last while the right was missing; null for none. */
  public synchronized @Nullable String latest() {
    return latest;
  }

  /**
   * The API took a batch; may it be kept for its verdict? If not, the key may post but not read
   * verdicts, so that all which is kept is dropped.
   */
  public synchronized boolean mayBeKept(String batch) {
    if (!missing) {
      return true;
    }
    latest = batch;
    if (!dropped) {
      drop.run();
      dropped = true;
    }
    return false;
  }

  /** The API does not show verdicts. */
  public synchronized void refused(String answer) {
    nextLook = clock.instant().plus(BETWEEN_LOOKS);
    if (missing) {
      return;
    }
    missing = true;
    dropped = false;
    latest = null;
    LOG.warn(
        "The API key may not read verdicts: {}. Give the key of SPARKPOST_API_KEY_INGEST the"
            + " permission \"Events Search: Read-only\", or turn verdicts off with"
            + " feeder.verdict.delay=0. Until then no upload is kept, and the feeder asks again"
            + " every hour",
        answer);
  }

  /** The API shows verdicts. */
  public synchronized void granted() {
    if (missing) {
      missing = false;
      latest = null;
      LOG.info("The API key may read verdicts again; uploads are kept for them");
    }
  }
}
