package io.github.pmtatracking.faults;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The numbers of the events that were offered during a fault: those whose sender got an answer, and
 * those whose sender got none, which may have been accepted or not. Thread-safe.
 */
final class OfferedEvents {
  private final Map<Long, Long> answeredAt = new ConcurrentHashMap<>();
  private final Set<Long> unanswered = ConcurrentHashMap.newKeySet();

  void answered(long number) {
    unanswered.remove(number);
    answeredAt.put(number, System.nanoTime());
  }

  void unanswered(long number) {
    unanswered.add(number);
  }

  Set<Long> sure() {
    return answeredAt.keySet();
  }

  Set<Long> unanswered() {
    return unanswered;
  }

  /** Whether the answer came at most so many nanoseconds before a moment. */
  boolean isAnsweredWithin(long number, long nanos, long moment) {
    long before = moment - answeredAt.get(number);
    return before >= 0 && before <= nanos;
  }

  Set<Long> all() {
    Set<Long> all = new HashSet<>(sure());
    all.addAll(unanswered);
    return all;
  }
}
