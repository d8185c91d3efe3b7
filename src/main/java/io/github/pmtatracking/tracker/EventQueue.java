package io.github.pmtatracking.tracker;

import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.logging.PrintableText;
import io.github.pmtatracking.spool.Spool;
import io.github.pmtatracking.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores events: in Redis or, if Redis does not take them in time, in the spool, from which they
 * are moved to Redis in order when it is available again. While Redis is unavailable no request
 * waits for it: events go to the spool at once, until {@link #drain} gets a reply. Thread-safe.
 */
public final class EventQueue {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final long DRAIN_SECONDS = 2;

  private final PerLoopListAppender redis;
  private final Spool spool;
  private final TrackerCounters counters;
  private final LossLog losses;
  private final Ticker ticker;
  private volatile @Nullable String trouble;
  private volatile @Nullable Long waitingSince;

  /** Takes over the events that are in the spool already. */
  public EventQueue(
      PerLoopListAppender redis, Spool spool, TrackerCounters counters, Ticker ticker) {
    this.redis = redis;
    this.spool = spool;
    this.counters = counters;
    this.ticker = ticker;
    this.losses = new LossLog(ticker);
    if (!spool.isEmpty()) {
      waitingSince = ticker.read();
    }
  }

  LossLog losses() {
    return losses;
  }

  /** Why Redis takes no events now; null while it does, as far as is known. */
  @Nullable String trouble() {
    return trouble;
  }

  /** For how long the spool has not been empty; zero when it is. */
  Duration waiting() {
    Long since = waitingSince;
    return since == null ? Duration.ZERO : Duration.ofNanos(ticker.read() - since);
  }

  TrackerCounters counters() {
    return counters;
  }

  /**
   * Stores the event of a request, if there is one.
   *
   * @return completes with the argument when the event is stored, or when it is lost, which is
   *     counted and logged; never fails, because the client gets its response in any case
   */
  public CompletionStage<TrackingResult> keep(TrackingResult result) {
    TrackingEvent event = result.event();
    if (event == null) {
      return CompletableFuture.completedFuture(result);
    }
    byte[] entry = QueueEntry.write(event);
    if (trouble != null) {
      return spool(entry, event).thenApply(kept -> result);
    }
    return redis
        .push(entry)
        .handle(
            (nothing, failure) -> {
              if (failure == null) {
                counters.countQueued(1);
                return CompletableFuture.<Void>completedFuture(null);
              }
              unavailable(failure);
              return spool(entry, event);
            })
        .thenCompose(stage -> stage)
        .thenApply(kept -> result);
  }

  private CompletableFuture<Void> spool(byte[] entry, TrackingEvent event) {
    return append(entry)
        .handle(
            (nothing, failure) -> {
              if (failure == null) {
                counters.countSpooled();
                if (waitingSince == null) {
                  waitingSince = ticker.read();
                }
              } else {
                counters.countLost();
                losses.lost(
                    String.valueOf(event.id()),
                    PrintableText.of(event.link().messageId()),
                    String.valueOf(failure.getMessage()));
              }
              return null;
            });
  }

  private CompletableFuture<Void> append(byte[] entry) {
    try {
      return spool.append(entry);
    } catch (IllegalArgumentException tooLarge) {
      return CompletableFuture.failedFuture(tooLarge);
    }
  }

  private void unavailable(Throwable failure) {
    if (trouble == null) {
      String reason = reason(failure);
      trouble = reason;
      LOG.warn(
          "Redis unavailable; spooling events: folder={} error={}",
          spool.options().folder(),
          reason);
    }
  }

  /**
   * Moves spooled events to Redis, and finds out whether Redis is available again. To be called
   * periodically, by one thread at a time.
   */
  public void drain() {
    losses.logIfDue();
    if (spool.isEmpty() && trouble == null) {
      waitingSince = null;
      return;
    }
    try {
      redis.ping(DRAIN_SECONDS, TimeUnit.SECONDS).get();
      long moved = spool.drain(this::move);
      if (spool.isEmpty()) {
        waitingSince = null;
      }
      if (trouble != null || moved > 0) {
        trouble = null;
        losses.logRest();
        LOG.info(
            "Redis available again; moved spooled events to it: events={} folder={}",
            moved,
            spool.options().folder());
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (Exception unavailable) {
      LOG.debug("Redis unavailable: error={}", reason(unavailable));
    }
  }

  private void move(List<byte[]> entries) throws InterruptedException, ExecutionException {
    redis.pushAll(entries, DRAIN_SECONDS, TimeUnit.SECONDS).get();
    counters.countDrained(entries.size());
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof TimeoutException ? "no answer within the time-out" : cause.toString();
  }
}
