package io.github.pmtatracking.command;

import io.github.pmtatracking.text.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters and rejected lines that a command selects. Immutable.
 *
 * @param ids the selected ids; empty for all
 * @param reason text that the reason must contain; null for all
 * @param since earliest time; null for all
 */
record DeadLetterFilter(Set<String> ids, @Nullable String reason, @Nullable Instant since) {
  /**
   * Reads the options of the command line.
   *
   * @param within greatest age, as {@link TimeSpan} reads it; null for all
   * @throws IllegalArgumentException when the age cannot be read
   */
  static DeadLetterFilter of(
      String[] ids, @Nullable String reason, @Nullable String within, Instant now) {
    if (within == null) {
      return new DeadLetterFilter(Set.copyOf(List.of(ids)), reason, null);
    }
    Duration age = TimeSpan.parse(within);
    // an age before the year 1970 selects all
    Instant since =
        age.compareTo(Duration.between(Instant.EPOCH, now)) > 0 ? Instant.EPOCH : now.minus(age);
    return new DeadLetterFilter(Set.copyOf(List.of(ids)), reason, since);
  }

  boolean matches(String id, String fullReason, Instant time) {
    return (ids.isEmpty() || ids.contains(id))
        && (reason == null || fullReason.contains(reason))
        && (since == null || !time.isBefore(since));
  }

  /** Whether it selects everything. */
  boolean isEverything() {
    return ids.isEmpty() && reason == null && since == null;
  }
}
