package io.github.pmtatracking.tracker;

import io.github.pmtatracking.link.Action;
import java.util.concurrent.atomic.LongAdder;

/** What the tracker has received and done since it started. Thread-safe. */
public final class TrackerCounters {
  private final LongAdder opens = new LongAdder();
  private final LongAdder clicks = new LongAdder();
  private final LongAdder badLinks = new LongAdder();
  private final LongAdder badRealIps = new LongAdder();
  private final LongAdder exceededBounds = new LongAdder();
  private final LongAdder queued = new LongAdder();
  private final LongAdder spooled = new LongAdder();
  private final LongAdder drained = new LongAdder();
  private final LongAdder lost = new LongAdder();

  void countSeen(Action action) {
    (action.isClick() ? clicks : opens).increment();
  }

  void countBadLink() {
    badLinks.increment();
  }

  void countBadRealIp() {
    badRealIps.increment();
  }

  void countExceededBound() {
    exceededBounds.increment();
  }

  void countQueued(int events) {
    queued.add(events);
  }

  void countSpooled() {
    spooled.increment();
  }

  void countDrained(int events) {
    drained.add(events);
  }

  void countLost() {
    lost.increment();
  }

  /** Pixels fetched, initial opens included. */
  public long opens() {
    return opens.sum();
  }

  /** Links clicked. */
  public long clicks() {
    return clicks.sum();
  }

  /** Requests whose path is no link, or a link without a valid target. */
  public long badLinks() {
    return badLinks.sum();
  }

  /** Requests of trusted peers whose header has no valid address. */
  public long badRealIps() {
    return badRealIps.sum();
  }

  /** Links fetched whose event was not queued because it exceeds a limit. */
  public long exceededBounds() {
    return exceededBounds.sum();
  }

  /** Events that Redis took within the time-out. */
  public long queued() {
    return queued.sum();
  }

  /** Events that the spool stored instead. */
  public long spooled() {
    return spooled.sum();
  }

  /** Spooled events moved to Redis. */
  public long drained() {
    return drained.sum();
  }

  /** Events that neither Redis nor the spool stored. */
  public long lost() {
    return lost.sum();
  }
}
