package io.github.pmtatracking.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of the things set aside a command is about. Immutable.
 *
 * @param ids these, or any when empty
 * @param reason those whose reason contains this text, or any when null
 * @param since those set aside at this time or later, or any when null
 */
record DeadLetterFilter(Set<String> ids, @Nullable String reason, @Nullable Instant since) {
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");

  /**
   * From the command line.
   *
   * @param within how long ago at most, such as {@code 1h}
   * @throws IllegalArgumentException when that is no time
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

  boolean takes(String id, String reasonSeen, Instant time) {
    return (ids.isEmpty() || ids.contains(id))
        && (reason == null || reasonSeen.contains(reason))
        && (since == null || !time.isBefore(since));
  }

  /** Whether nothing was asked for in particular. */
  boolean isEverything() {
    return ids.isEmpty() && reason == null && since == null;
  }
}
