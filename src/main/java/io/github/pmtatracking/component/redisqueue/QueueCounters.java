package io.github.pmtatracking.component.redisqueue;

import java.util.concurrent.atomic.LongAdder;

/** Counts the work of an endpoint's consumers since the start. Thread-safe. */
final class QueueCounters {
  final LongAdder batches = new LongAdder();
  final LongAdder entries = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
  final LongAdder released = new LongAdder();
  final LongAdder takenOver = new LongAdder();
  final LongAdder leasesLost = new LongAdder();
  final LongAdder batchesDeadLettered = new LongAdder();
  final LongAdder entriesDeadLettered = new LongAdder();
  volatile long length;

  void inspected(ListStatus state) {
    length = state.length();
  }

  void delivered(ReservedBatch batch) {
    batches.increment();
    entries.add(batch.entries().size());
    if (batch.takenOver()) {
      takenOver.increment();
    }
  }

  void acknowledged() {
    acknowledged.increment();
  }

  void released() {
    released.increment();
  }

  void leaseLost() {
    leasesLost.increment();
  }

  void deadLettered(long entriesOfBatch) {
    batchesDeadLettered.increment();
    entriesDeadLettered.add(entriesOfBatch);
  }
}
