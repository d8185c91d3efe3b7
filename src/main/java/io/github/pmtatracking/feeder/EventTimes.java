package io.github.pmtatracking.feeder;

import io.github.pmtatracking.feeder.NdjsonUpload.Origin;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
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
 * Finds events that the API would reject because of their time: too old, or in the future. If these
 * are most of a batch, or if a time is in the future, a clock may be wrong. So this machine's clock
 * is first compared with those of Redis and of the API; while they differ, nothing is set aside.
 * Thread-safe.
 */
public final class EventTimes {
  private static final Logger LOG = LoggerFactory.getLogger(EventTimes.class);

  /** An event may be that much ahead of this machine's clock. */
  static final Duration MAX_AHEAD = Duration.ofMinutes(10);

  /** Clocks that differ by more contradict each other. */
  static final Duration MAX_DIFFERENCE = Duration.ofMinutes(5);

  /** Later times are milliseconds, taken for seconds. */
  private static final long YEAR_5138 = 100_000_000_000L;

  private final DeadLetterWriter setAside;
  private final PausedState hold;
  private final RemoteClock redis;
  private final RemoteClock api;
  private final FeederOptions options;
  private final InstantSource clock;
  private volatile boolean heldForClocks;

  EventTimes(
      DeadLetterWriter setAside,
      PausedState hold,
      RemoteClock redis,
      RemoteClock api,
      FeederOptions options,
      InstantSource clock) {
    this.setAside = setAside;
    this.hold = hold;
    this.redis = redis;
    this.api = api;
    this.options = options;
    this.clock = clock;
  }

  /** Begins a batch; used by one thread. */
  Batch batch() {
    return new Batch(clock.instant());
  }

  /**
   * Takes out of the uploads' head what has become too old since the batch was made, so that it is
   * set aside with the batch, or at once if nothing else is left. Called before each try.
   *
   * @throws RetryableException when the clocks cannot be compared now
   * @throws FeederPausedException when a clock is wrong
   */
  public void setAsideExpired(PendingUploads uploads)
      throws RetryableException, FeederPausedException {
    while (uploads.isOpen()) {
      Batch batch = batch();
      NdjsonUpload head = uploads.head();
      if (head.oldest() > batch.oldest) {
        return;
      }
      if (uploads.isForeign()) {
        // a sample goes back into the queue: the batch that it will be in decides about it
        uploads.foreignRefused();
        continue;
      }
      List<DeadLetter> letters = new ArrayList<>();
      for (Origin origin : head.origins()) {
        if (DeadLetter.EXPIRED.equals(batch.fault(origin.timestamp()))) {
          letters.add(
              new DeadLetter(
                  origin.id(),
                  batch.now,
                  DeadLetter.EXPIRED,
                  batch.detail(origin.timestamp()),
                  origin.entry()));
        }
      }
      batch.confirm();
      NdjsonUpload rest = head.only(origin -> origin.timestamp() > batch.oldest);
      if (rest == null && uploads.isAtLast()) {
        List<DeadLetter> all = uploads.toBeSetAside();
        all.addAll(letters);
        setAside.all(all, options.maxRefused() == 0 ? List.of() : uploads.inDoubt());
      }
      uploads.headWithout(rest, letters);
    }
  }

  /**
   * Whether something is left to be posted after {@link #setAsideExpired}.
   *
   * @throws RetryableException when the clocks cannot be compared now
   * @throws FeederPausedException when a clock is wrong
   */
  public boolean isOpen(PendingUploads uploads) throws RetryableException, FeederPausedException {
    setAsideExpired(uploads);
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
      this.oldest = now.minus(options.maxEventAge()).getEpochSecond();
      this.latest = now.plus(MAX_AHEAD).getEpochSecond();
    }

    /**
     * Why an event may not be posted, as a dead letter's reason; null when it may.
     *
     * @param timestamp when it happened, s since 1970
     */
    @Nullable String fault(long timestamp) {
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

    /** The same in the operator's words. */
    String detail(long timestamp) {
      if (timestamp <= oldest) {
        return "happened at " + Instant.ofEpochSecond(timestamp);
      }
      return "timestamp in the future: "
          + timestamp
          + (timestamp > YEAR_5138 ? " (milliseconds? wanted seconds)" : shown(timestamp))
          + ", looked at "
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
     * All events were looked at, and those with a fault are about to be set aside.
     *
     * @throws RetryableException when the clocks cannot be compared now
     * @throws FeederPausedException when a clock is wrong
     */
    void confirm() throws RetryableException, FeederPausedException {
      boolean mostExpired = expired * 2 > events;
      if (future == 0 && !mostExpired) {
        return;
      }
      String found =
          expired + " of " + events + " events are expired, " + future + " are in the future";
      String wrong = wrongClock();
      if (wrong != null) {
        String why = wrong + "; " + found + ". Put the clock right";
        hold.because(why);
        heldForClocks = true;
        throw new FeederPausedException(why);
      }
      if (heldForClocks) {
        heldForClocks = false;
        hold.over();
      }
      if (mostExpired) {
        LOG.error(
            "Most events of a batch are set aside, and the clocks agree: {} (older than"
                + " feeder.event.max-age = {}); see: deadletter list -reason expired",
            found,
            options.maxEventAge());
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
