package io.github.pmtatracking.feeder;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether and why the feeder is paused, and which thread may make the next attempt: one at a time,
 * and not before {@link #lookAgainAt}. Also keeps the reason of the last failure. Thread-safe.
 */
public final class PausedState {
  /** Looks after which the wait between two of them doubles, while the API is in doubt. */
  private static final int LOOKS_OF_A_KIND = 8;

  private static final int MAX_DOUBLINGS = 20;

  /** After so many looks in vain it is no more believed that only some events are bad. */
  static final int MAX_LOOKS_IN_VAIN = 20;

  private @Nullable String reason;
  private @Nullable String lastFailure;
  private boolean doubt;
  private int looks;
  private int doublings;
  private Instant nextLook = Instant.MIN;
  private @Nullable Thread looking;

  /** The API refuses the site as it is configured. */
  synchronized void because(String why) {
    reason = why;
    doubt = false;
    looks++;
  }

  /** The API refused one event after the other: perhaps it refuses everything. */
  synchronized void inDoubt(String why) {
    reason = why;
    doubt = true;
    looks++;
    if (looks > MAX_LOOKS_IN_VAIN) {
      doublings = 0;
    }
  }

  /** The API was in doubt, and took a sample: it was the events. */
  synchronized void eventsWereBad() {
    doublings = Math.min(doublings + 1, MAX_DOUBLINGS);
  }

  /** How often the limit of refusals in a row has doubled. */
  synchronized int doublings() {
    return doublings;
  }

  /** The API has taken events. */
  synchronized void over() {
    reason = null;
    doubt = false;
    looks = 0;
  }

  /** A POST has failed, for this reason. */
  public synchronized void failed(String why) {
    lastFailure = why;
  }

  /** Why the last POST that failed did so, or null. */
  public synchronized @Nullable String lastFailure() {
    return lastFailure;
  }

  /** Why nothing is sent, or null when all is well. */
  public synchronized @Nullable String reason() {
    return reason;
  }

  /** Whether the API refuses events, rather than the site, and perhaps all of them. */
  synchronized boolean isInDoubt() {
    return reason != null && doubt;
  }

  /** How often it was looked in vain since the API took events last. */
  public synchronized int looks() {
    return looks;
  }

  /**
   * How long to wait for the next look: soon at first while the API is in doubt, since another
   * event may be a good one, and {@code longest} otherwise.
   */
  public synchronized Duration untilNextLook(Duration first, Duration longest) {
    if (!doubt) {
      return longest;
    }
    int doublings = Math.min(looks / LOOKS_OF_A_KIND, MAX_DOUBLINGS);
    Duration wait = first.multipliedBy(1L << doublings);
    return wait.compareTo(longest) < 0 ? wait : longest;
  }

  /** Nobody may look before. */
  public synchronized void lookAgainAt(Instant time) {
    nextLook = time;
  }

  /**
   * Whether the calling thread may take a batch now: anybody while nothing is held, otherwise one
   * thread when the time has come. Each call is to be followed by {@link #looked} of that thread.
   */
  public synchronized boolean mayLook(Instant now) {
    if (reason == null) {
      return true;
    }
    if (looking != null || now.isBefore(nextLook)) {
      return false;
    }
    looking = Thread.currentThread();
    return true;
  }

  /** The calling thread is done with its batch, or has found none. */
  public synchronized void looked() {
    if (looking == Thread.currentThread()) {
      looking = null;
    }
  }
}
