package io.github.pmtatracking.feeder;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts the work of the feeder since it started. Thread-safe. */
public final class FeederCounters {
  private final LongAdder eventsAccepted = new LongAdder();
  private final LongAdder uploads = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private final AtomicInteger refusedInARow = new AtomicInteger();
  private final LongAdder deadLetters = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder invalid = new LongAdder();
  private final LongAdder withoutAttributes = new LongAdder();
  private final LongAdder unusableAttributes = new LongAdder();
  private final LongAdder unusableSubaccounts = new LongAdder();
  private final LongAdder eventsSucceeded = new LongAdder();
  private final LongAdder eventsFailed = new LongAdder();
  private final LongAdder eventsDuplicate = new LongAdder();
  private final LongAdder batchesFailed = new LongAdder();
  private final LongAdder batchesUnknown = new LongAdder();
  private final LongAdder batchesAbandoned = new LongAdder();
  private final LongAdder eventsRequeued = new LongAdder();

  /** Counts an upload that the API accepted, and ends both series of failures. */
  public void countUpload(int events) {
    uploads.increment();
    eventsAccepted.add(events);
    failuresInARow.set(0);
    refusedInARow.set(0);
  }

  /** Counts an upload that failed and is tried again. */
  public void countRetry() {
    retries.increment();
    failuresInARow.incrementAndGet();
  }

  /**
   * Counts an event that the API refused although it was posted alone.
   *
   * @return the number of such events since the API last accepted one
   */
  public int countRefused() {
    return refusedInARow.incrementAndGet();
  }

  /** Counts new dead letters, some of them because of their age. */
  public void countDeadLetters(long letters, long ofThemExpired) {
    deadLetters.add(letters);
    expired.add(ofThemExpired);
  }

  /** Counts an event that exceeds a limit of the API. */
  public void countInvalid() {
    invalid.increment();
  }

  /** Counts events whose message has no record. */
  public void countWithoutAttributes(int events) {
    withoutAttributes.add(events);
  }

  /** Counts an event whose message record is partly unusable. */
  public void countUnusableAttributes() {
    unusableAttributes.increment();
  }

  /** Counts an event that is posted without the subaccount of its record. */
  public void countUnusableSubaccount() {
    unusableSubaccounts.increment();
  }

  /** Counts the events of a finished batch that succeeded, and those that the API had already. */
  public void countBatchStatus(long succeeded, long duplicates) {
    eventsSucceeded.add(succeeded);
    eventsDuplicate.add(duplicates);
  }

  /** Counts events that failed according to the status of their batch. */
  public void countEventsFailed(long events) {
    eventsFailed.add(events);
  }

  /** Counts a batch that failed, as a whole or in part. */
  public void countBatchFailed() {
    batchesFailed.increment();
  }

  /** Counts a batch that the API does not know an hour after it accepted it. */
  public void countBatchUnknown() {
    batchesUnknown.increment();
  }

  /** Counts batches whose status was not available until {@code feeder.batch-status.max-age}. */
  public void countBatchesAbandoned(int batches) {
    batchesAbandoned.add(batches);
  }

  /** Counts events that went back into the queue because the API asked for their batch again. */
  public void countRequeued(int events) {
    eventsRequeued.add(events);
  }

  /** Events that the API accepted. */
  public long eventsAccepted() {
    return eventsAccepted.sum();
  }

  /** Uploads that the API accepted. */
  public long uploads() {
    return uploads.sum();
  }

  /** Uploads that failed and were tried again. */
  public long retries() {
    return retries.sum();
  }

  /** Failed uploads of all senders since the API last accepted one. */
  public int failuresInARow() {
    return failuresInARow.get();
  }

  /** Events that were refused alone since the API last accepted one. */
  public int refusedInARow() {
    return refusedInARow.get();
  }

  /** Events that became dead letters. */
  public long deadLetters() {
    return deadLetters.sum();
  }

  /** Events that became dead letters because of their age. */
  public long expired() {
    return expired.sum();
  }

  /** Events that exceed a limit of the API. */
  public long invalid() {
    return invalid.sum();
  }

  /** Events whose message has no record. */
  public long withoutAttributes() {
    return withoutAttributes.sum();
  }

  /** Events whose message record is partly unusable. */
  public long unusableAttributes() {
    return unusableAttributes.sum();
  }

  /** Events that were posted without the subaccount of their record. */
  public long unusableSubaccounts() {
    return unusableSubaccounts.sum();
  }

  /** Events that succeeded according to the status of their batch. */
  public long eventsSucceeded() {
    return eventsSucceeded.sum();
  }

  /** Events that failed according to the status of their batch. */
  public long eventsFailed() {
    return eventsFailed.sum();
  }

  /** Events that the API had already, according to the status of their batch. */
  public long eventsDuplicate() {
    return eventsDuplicate.sum();
  }

  /** Batches that failed, as a whole or in part. */
  public long batchesFailed() {
    return batchesFailed.sum();
  }

  /** Batches that the API did not know an hour after it accepted them. */
  public long batchesUnknown() {
    return batchesUnknown.sum();
  }

  /** Batches whose status was not available in time. */
  public long batchesAbandoned() {
    return batchesAbandoned.sum();
  }

  /** Events that went back into the queue because the API asked for their batch again. */
  public long eventsRequeued() {
    return eventsRequeued.sum();
  }
}
