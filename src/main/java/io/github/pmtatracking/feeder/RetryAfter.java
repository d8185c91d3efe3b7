package io.github.pmtatracking.feeder;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} (RFC 9110, 10.2.3): seconds or a date. */
final class RetryAfter {
  /** A server that asks for more is not believed: the events would grow too old. */
  private static final Duration MOST = Duration.ofHours(1);

  private RetryAfter() {}

  /**
   * How long to wait, from 0 to one hour; null when the header is missing or says nothing usable.
   */
  static @Nullable Duration parse(@Nullable String header, Instant now) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    try {
      Duration wait =
          text.matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      if (wait.isNegative()) {
        return Duration.ZERO;
      }
      return wait.compareTo(MOST) > 0 ? MOST : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
