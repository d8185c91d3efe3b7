package io.github.pmtatracking.faults;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The numbers of the events that a fault met: those whose sender was answered, and those that were
 * cut off before the answer, which may have happened or not. Thread-safe.
 */
final class Offered {
  private final Set<Long> sure = ConcurrentHashMap.newKeySet();
  private final Set<Long> unanswered = ConcurrentHashMap.newKeySet();

  void answered(long number) {
    unanswered.remove(number);
    sure.add(number);
  }

  void unanswered(long number) {
    unanswered.add(number);
  }

  Set<Long> sure() {
    return sure;
  }

  Set<Long> unanswered() {
    return unanswered;
  }

  Set<Long> all() {
    Set<Long> all = new HashSet<>(sure);
    all.addAll(unanswered);
    return all;
  }
}
