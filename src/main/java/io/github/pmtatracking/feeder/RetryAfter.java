package io.github.pmtatracking.feeder;

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
   * How long to wait, from 0 to the limit; null when the header is missing or says nothing usable.
   *
   * @param longest a server that asks for more is not believed, since whoever answers for the API
   *     could keep the events until they are too old
   */
  static @Nullable Duration parse(@Nullable String header, Instant now, Duration longest) {
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
      return wait.compareTo(longest) > 0 ? longest : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
