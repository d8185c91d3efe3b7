package io.github.pmtatracking.feeder.retry;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether and why the feeder is paused, and which thread may make the next attempt: one at a time,
 * and not before the time of {@link #noAttemptBefore}. There are two kinds of pause: the API
 * refuses the configuration of this site, or the API is suspected to refuse every event. Also keeps
 * the reason of the last failed POST. Thread-safe.
 */
public final class PausedState {
  /** While the API is suspected, the interval between attempts doubles after so many attempts. */
  private static final int ATTEMPTS_PER_DOUBLING = 8;

  private static final int MAX_DOUBLINGS = 20;

  /** After so many failed attempts the feeder no longer assumes that only some events are bad. */
  static final int MAX_FAILED_ATTEMPTS = 20;

  private @Nullable String reason;
  private @Nullable String lastFailure;
  private boolean apiSuspected;
  private int attempts;
  private int limitDoublings;
  private Instant nextAttempt = Instant.MIN;
  private @Nullable Thread attempting;

  /** The API refuses this site's configuration, or clocks differ. */
  public synchronized void pause(String why) {
    countAttempt(false);
    reason = why;
  }

  /** The API refused one event after the other: perhaps it refuses every event. */
  synchronized void suspectApi(String why) {
    countAttempt(true);
    reason = why;
    if (attempts > MAX_FAILED_ATTEMPTS) {
      limitDoublings = 0;
    }
  }

  /** Attempts of the other kind of pause say nothing about this one. */
  private void countAttempt(boolean suspected) {
    attempts = reason == null || apiSuspected == suspected ? attempts + 1 : 1;
    apiSuspected = suspected;
  }

  /** The API accepted a probe while it was suspected: the refused events were bad. */
  synchronized void badEventsConfirmed() {
    limitDoublings = Math.min(limitDoublings + 1, MAX_DOUBLINGS);
  }

  /** How often the limit of refusals in a row has doubled, 0 to 20. */
  synchronized int limitDoublings() {
    return limitDoublings;
  }

  /** The API has accepted events, or the clocks agree again. */
  public synchronized void resume() {
    reason = null;
    apiSuspected = false;
    attempts = 0;
  }

  /** A POST has failed. */
  synchronized void failed(String why) {
    lastFailure = why;
  }

  /** Why the last failed POST failed; null when none has failed. */
  public synchronized @Nullable String lastFailure() {
    return lastFailure;
  }

  /** Why the feeder is paused; null when it is not. */
  public synchronized @Nullable String reason() {
    return reason;
  }

  /** Whether the feeder is paused because the API may refuse every event. */
  public synchronized boolean isApiSuspected() {
    return reason != null && apiSuspected;
  }

  /** Failed attempts since the pause began, 0 when there is none. */
  public synchronized int attempts() {
    return attempts;
  }

  /**
   * The wait until the next attempt. While the API is suspected it starts short, since the next
   * event may be a good one; otherwise it is the interval.
   *
   * @param initialDelay the first wait while the API is suspected
   * @param interval the longest wait
   */
  public synchronized Duration untilNextAttempt(Duration initialDelay, Duration interval) {
    if (!apiSuspected) {
      return interval;
    }
    int doublings = Math.min(attempts / ATTEMPTS_PER_DOUBLING, MAX_DOUBLINGS);
    Duration wait = initialDelay.multipliedBy(1L << doublings);
    return wait.compareTo(interval) < 0 ? wait : interval;
  }

  /** Sets the earliest time of the next attempt. */
  public synchronized void noAttemptBefore(Instant time) {
    nextAttempt = time;
  }

  /**
   * Whether the calling thread may take a batch now: any thread while the feeder is not paused,
   * otherwise one thread when the time has come. After each call that thread calls {@link
   * #attemptDone}.
   */
  public synchronized boolean mayAttempt(Instant now) {
    if (reason == null) {
      return true;
    }
    if (attempting != null || now.isBefore(nextAttempt)) {
      return false;
    }
    attempting = Thread.currentThread();
    return true;
  }

  /** The calling thread has finished its batch, or has found none. */
  public synchronized void attemptDone() {
    if (attempting == Thread.currentThread()) {
      attempting = null;
    }
  }
}
