package io.github.pmtatracking.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters and rejected lines that a command selects. Immutable.
 *
 * @param ids the selected ids; empty for all
 * @param reason text that the reason must contain; null for all
 * @param since earliest time; null for all
 */
record DeadLetterFilter(Set<String> ids, @Nullable String reason, @Nullable Instant since) {
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");

  /**
   * Reads the options of the command line.
   *
   * @param within greatest age, such as {@code 1h}; null for all
   * @throws IllegalArgumentException when the age cannot be read
   */
  static DeadLetterFilter of(
      String[] ids, @Nullable String reason, @Nullable String within, Instant now) {
    if (within == null) {
      return new DeadLetterFilter(Set.copyOf(List.of(ids)), reason, null);
    }
    Matcher matcher = TIME.matcher(within.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("wanted a time such as 30m, 1h or 2d");
    }
    ChronoUnit unit =
        switch (matcher.group(2)) {
          case "s" -> ChronoUnit.SECONDS;
          case "m" -> ChronoUnit.MINUTES;
          case "h" -> ChronoUnit.HOURS;
          default -> ChronoUnit.DAYS;
        };
    return new DeadLetterFilter(
        Set.copyOf(List.of(ids)), reason, now.minus(Long.parseLong(matcher.group(1)), unit));
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
