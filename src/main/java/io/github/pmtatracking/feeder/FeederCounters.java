package io.github.pmtatracking.feeder;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the feeder has done since it started; each name is that of a metric. Thread-safe. */
public final class FeederCounters {
  public final LongAdder eventsTaken = new LongAdder();
  public final LongAdder uploads = new LongAdder();
  public final LongAdder retries = new LongAdder();
  public final AtomicInteger failuresInARow = new AtomicInteger();
  public final AtomicInteger refusedInARow = new AtomicInteger();
  public final LongAdder setAside = new LongAdder();
  public final LongAdder expired = new LongAdder();
  public final LongAdder invalid = new LongAdder();
  public final LongAdder withoutAttributes = new LongAdder();
  public final LongAdder oddAttributes = new LongAdder();
  public final LongAdder subaccountsLeftOut = new LongAdder();
  public final LongAdder verdictsSucceeded = new LongAdder();
  public final LongAdder verdictsFailed = new LongAdder();
  public final LongAdder batchesFailed = new LongAdder();
  public final LongAdder verdictsDuplicate = new LongAdder();
  public final LongAdder verdictsMissing = new LongAdder();
  public final LongAdder verdictsGivenUp = new LongAdder();
  public final LongAdder eventsSentAgain = new LongAdder();
}
