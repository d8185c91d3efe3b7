package io.github.pmtatracking.feeder.batch;

import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetterWriter;
import io.github.pmtatracking.feeder.retry.FeederPausedException;
import io.github.pmtatracking.feeder.retry.PausedState;
import io.github.pmtatracking.feeder.retry.RetryableException;
import io.github.pmtatracking.feeder.upload.NdjsonUpload;
import io.github.pmtatracking.feeder.upload.NdjsonUpload.Origin;
import io.github.pmtatracking.feeder.upload.PendingUploads;
import io.github.pmtatracking.ingest.RemoteClock;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds events that the API would reject because of their time: too old, or in the future. If most
 * events of a batch are too old, or one is in the future, a clock may be wrong. Then this machine's
 * clock is first compared with those of Redis and of the API; while they differ, no event becomes a
 * dead letter and the feeder is paused. Thread-safe.
 */
public final class EventTimes {
  private static final Logger LOG = LoggerFactory.getLogger(EventTimes.class);

  /** If two clocks differ by more, one of them is wrong. */
  static final Duration MAX_DIFFERENCE = Duration.ofMinutes(5);

  /** A later time is one in milliseconds, read as seconds. */
  private static final long YEAR_5138 = 100_000_000_000L;

  private final DeadLetterWriter deadLetterWriter;
  private final PausedState paused;
  private final RemoteClock redis;
  private final RemoteClock api;
  private final FeederOptions options;
  private final InstantSource clock;
  private volatile boolean pausedForClocks;

  public EventTimes(
      DeadLetterWriter deadLetterWriter,
      PausedState paused,
      RemoteClock redis,
      RemoteClock api,
      FeederOptions options,
      InstantSource clock) {
    this.deadLetterWriter = deadLetterWriter;
    this.paused = paused;
    this.redis = redis;
    this.api = api;
    this.options = options;
    this.clock = clock;
  }

  /** The times of a new batch, used by one thread. */
  Batch batch() {
    return new Batch(clock.instant());
  }

  /**
   * Removes the events from the first upload that have become too old since the batch was made.
   * They become dead letters with the batch, or at once if nothing else is left. Called before each
   * attempt.
   *
   * @throws RetryableException when the clocks cannot be compared now
   * @throws FeederPausedException when a clock is wrong
   */
  public void removeExpired(PendingUploads uploads)
      throws RetryableException, FeederPausedException {
    while (uploads.isOpen()) {
      Batch batch = batch();
      NdjsonUpload head = uploads.head();
      if (head.oldest() > batch.oldest) {
        return;
      }
      if (uploads.isQueueProbe()) {
        // The probe returns to the queue and is checked again with its next batch.
        uploads.queueProbeRefused();
        continue;
      }
      List<DeadLetter> letters = new ArrayList<>();
      for (Origin origin : head.origins()) {
        if (DeadLetter.EXPIRED.equals(batch.reason(origin.timestamp()))) {
          letters.add(
              new DeadLetter(
                  origin.id(),
                  batch.now,
                  DeadLetter.EXPIRED,
                  batch.detail(origin.timestamp()),
                  origin.entry()));
        }
      }
      batch.checkClocks();
      NdjsonUpload rest = head.filter(origin -> origin.timestamp() > batch.oldest);
      if (rest == null && uploads.isLast()) {
        List<DeadLetter> all = uploads.deadLetters();
        all.addAll(letters);
        deadLetterWriter.write(all, options.maxRefused() == 0 ? List.of() : uploads.unconfirmed());
      }
      uploads.replaceHead(rest, letters);
    }
  }

  /**
   * Whether something is left to be posted after {@link #removeExpired}.
   *
   * @throws RetryableException when the clocks cannot be compared now
   * @throws FeederPausedException when a clock is wrong
   */
  public boolean isOpen(PendingUploads uploads) throws RetryableException, FeederPausedException {
    removeExpired(uploads);
    return uploads.isOpen();
  }

  /** The times of one batch. */
  final class Batch {
    private final Instant now;
    private final long oldest;
    private final long latest;
    private int events;
    private int expired;
    private int future;

    private Batch(Instant now) {
      this.now = now;
      this.oldest = now.minus(options.eventMaxAge()).getEpochSecond();
      this.latest = now.plus(FeederOptions.MAX_EVENT_AHEAD).getEpochSecond();
    }

    /**
     * The dead letter reason of an event that cannot be posted; null when it can.
     *
     * @param timestamp of the event, s since 1970
     */
    @Nullable String reason(long timestamp) {
      events++;
      if (timestamp <= oldest) {
        expired++;
        return DeadLetter.EXPIRED;
      }
      if (timestamp > latest) {
        future++;
        return DeadLetter.FUTURE;
      }
      return null;
    }

    /** The detail for the dead letter. */
    String detail(long timestamp) {
      if (timestamp <= oldest) {
        return "happened at " + Instant.ofEpochSecond(timestamp);
      }
      return "timestamp in the future: "
          + timestamp
          + (timestamp > YEAR_5138 ? " (milliseconds? wanted seconds)" : shown(timestamp))
          + ", checked at "
          + now;
    }

    private static String shown(long timestamp) {
      try {
        return " (" + Instant.ofEpochSecond(timestamp) + ")";
      } catch (DateTimeException e) {
        return "";
      }
    }

    /**
     * Compares the clocks if the checked events need it, before they become dead letters.
     *
     * @throws RetryableException when the clocks cannot be compared now
     * @throws FeederPausedException when a clock is wrong
     */
    void checkClocks() throws RetryableException, FeederPausedException {
      boolean mostExpired = expired * 2 > events;
      if (future == 0 && !mostExpired) {
        return;
      }
      String found =
          expired + " of " + events + " events are expired, " + future + " are in the future";
      String wrong = wrongClock();
      if (wrong != null) {
        String why = wrong + "; " + found + ". Correct the clock";
        paused.pause(why);
        pausedForClocks = true;
        throw new FeederPausedException(why);
      }
      if (pausedForClocks) {
        pausedForClocks = false;
        paused.resume();
      }
      if (mostExpired) {
        LOG.error(
            "Most events of a batch are older than feeder.event.max-age, and the clocks agree; see"
                + " deadletter list -reason expired: expired={} events={} max_age={}",
            expired,
            events,
            options.eventMaxAge());
      }
    }
  }

  private @Nullable String wrongClock() throws RetryableException {
    Instant apiTime;
    try {
      apiTime = api.now();
    } catch (IOException e) {
      throw new RetryableException(
          "events seem too old or in the future, and the API does not answer, so its clock"
              + " cannot be compared: "
              + e.getMessage(),
          null);
    }
    String wrong = apiTime == null ? null : difference(apiTime, "the ingest API's Date");
    if (wrong != null) {
      return wrong;
    }
    try {
      Instant redisTime = redis.now();
      return redisTime == null ? null : difference(redisTime, "the clock of Redis (TIME)");
    } catch (IOException e) {
      throw new RedisException(e.getMessage(), e);
    }
  }

  private @Nullable String difference(Instant other, String name) {
    Instant own = clock.instant();
    Duration ahead = Duration.between(other, own);
    if (ahead.abs().compareTo(MAX_DIFFERENCE) <= 0) {
      return null;
    }
    return "clocks differ by "
        + ahead.abs().toMinutes()
        + " min: this machine's says "
        + own.truncatedTo(ChronoUnit.SECONDS)
        + ", "
        + name
        + " says "
        + other.truncatedTo(ChronoUnit.SECONDS);
  }
}
