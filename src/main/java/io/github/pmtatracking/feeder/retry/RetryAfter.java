package io.github.pmtatracking.feeder.retry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} (RFC 9110, 10.2.3): seconds or a date. */
final class RetryAfter {
  private RetryAfter() {}

  /**
   * The wait that the header asks for, from 0 to the limit; null when the header is missing or
   * unusable.
   *
   * @param limit longest wait; without it a proxy that answers instead of the API could keep the
   *     events until they are too old
   */
  static @Nullable Duration parse(@Nullable String header, Instant now, Duration limit) {
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
      return wait.compareTo(limit) > 0 ? limit : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
