package io.github.pmtatracking.wrapper;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the copies of messages by their {@link RewriteOutcome} since the start. Thread-safe. */
public final class WrapperCounters {
  private final LongAdder tracked = new LongAdder();
  private final LongAdder links = new LongAdder();
  private final LongAdder pixels = new LongAdder();
  private final LongAdder arcSigned = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final Map<UntrackedReason, LongAdder> untracked = new EnumMap<>(UntrackedReason.class);

  public WrapperCounters() {
    for (UntrackedReason reason : UntrackedReason.values()) {
      untracked.put(reason, new LongAdder());
    }
  }

  /** Counts one copy; called once for each copy. */
  public void count(RewriteOutcome outcome) {
    UntrackedReason reason = outcome.skipped();
    if (outcome.fault() != null) {
      faults.increment();
    } else if (reason != null) {
      adder(reason).increment();
    } else {
      tracked.increment();
      links.add(outcome.links());
      pixels.add(outcome.pixels());
      if (outcome.arcSigned()) {
        arcSigned.increment();
      }
    }
  }

  /** Copies that got a link or a pixel. */
  public long tracked() {
    return tracked.sum();
  }

  /** Links that lead to the tracker now. */
  public long links() {
    return links.sum();
  }

  /** Pixels of opens and of initial opens. */
  public long pixels() {
    return pixels.sum();
  }

  /** Tracked copies whose signature of ARC or DomainKeys was broken. */
  public long arcSigned() {
    return arcSigned.sum();
  }

  /** Copies that went on without tracking since the rewriter failed. */
  public long faults() {
    return faults.sum();
  }

  /** Copies that went on without tracking for this reason. */
  public long untracked(UntrackedReason reason) {
    return adder(reason).sum();
  }

  private LongAdder adder(UntrackedReason reason) {
    LongAdder adder = untracked.get(reason);
    if (adder == null) {
      throw new IllegalStateException("there is a counter for each reason");
    }
    return adder;
  }
}
