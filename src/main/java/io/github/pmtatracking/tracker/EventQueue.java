package io.github.pmtatracking.tracker;

import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.spool.Spool;
import io.github.pmtatracking.text.PrintableText;
import io.github.pmtatracking.text.RootCause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events: in Redis or, if Redis does not take them in time, in the spool, from which they
 * follow in order when Redis is back. While Redis is away nobody waits for it: events go to the
 * spool at once until {@link #drain} finds it there again. Thread-safe.
 */
public final class EventQueue {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final long DRAIN_SECONDS = 2;

  private final PerLoopListAppender redis;
  private final Spool spool;
  private final TrackerCounters counters;
  private final LossLog losses;
  private final LongSupplier nanoTime;
  private volatile @Nullable String trouble;
  private volatile @Nullable Long waitingSince;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public EventQueue(
      PerLoopListAppender redis, Spool spool, TrackerCounters counters, LongSupplier nanoTime) {
    this.redis = redis;
    this.spool = spool;
    this.counters = counters;
    this.nanoTime = nanoTime;
    this.losses = new LossLog(nanoTime);
    if (!spool.isEmpty()) {
      waitingSince = nanoTime.getAsLong();
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
    return since == null ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - since);
  }

  TrackerCounters counters() {
    return counters;
  }

  /**
   * Keeps the visit's event, if it is one.
   *
   * @return completes with the visit when the event is kept, or when it is lost, which is counted
   *     and logged; never fails, for the reader is to be answered
   */
  public CompletionStage<TrackingResult> keep(TrackingResult visit) {
    TrackingEvent event = visit.event();
    if (event == null) {
      return CompletableFuture.completedFuture(visit);
    }
    byte[] entry = QueueEntry.write(event);
    if (trouble != null) {
      return spool(entry, event).thenApply(kept -> visit);
    }
    return redis
        .push(entry)
        .handle(
            (nothing, failure) -> {
              if (failure == null) {
                counters.countQueued(1);
                return CompletableFuture.<Void>completedFuture(null);
              }
              goneAway(failure);
              return spool(entry, event);
            })
        .thenCompose(stage -> stage)
        .thenApply(kept -> visit);
  }

  private CompletableFuture<Void> spool(byte[] entry, TrackingEvent event) {
    return append(entry)
        .handle(
            (nothing, failure) -> {
              if (failure == null) {
                counters.countSpooled();
                if (waitingSince == null) {
                  waitingSince = nanoTime.getAsLong();
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

  private void goneAway(Throwable failure) {
    if (trouble == null) {
      String reason = reason(failure);
      trouble = reason;
      LOG.warn("Redis unavailable ({}); spooling events to {}", reason, spool.options().folder());
    }
  }

  /**
   * Moves what is spooled into Redis, and finds out whether Redis is back. To be called again and
   * again, by one thread.
   */
  public void drain() {
    losses.tellIfDue();
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
        losses.tellRest();
        LOG.info("Redis takes events; {} followed from {}", moved, spool.options().folder());
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (Exception stillAway) {
      LOG.debug("Redis takes no events: {}", reason(stillAway));
    }
  }

  private void move(List<byte[]> entries) throws InterruptedException, ExecutionException {
    redis.pushAll(entries, DRAIN_SECONDS, TimeUnit.SECONDS).get();
    counters.countDrained(entries.size());
  }

  private static String reason(Throwable failure) {
    Throwable cause = RootCause.of(failure);
    return cause instanceof TimeoutException ? "no answer within the time-out" : cause.toString();
  }
}
