package io.github.pmtatracking.accounting;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.OptionalLong;

/**
 * PowerMTA's {@code timeLogged}: {@code 2020-04-23 10:20:30+0100}, with or without a zone (then
 * this machine's), or Unix time. Caches the last text, because neighbouring records often have the
 * same. Not thread-safe.
 */
final class TimeLogged {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd['T'][' ']HH:mm:ss")
          .appendPattern("[ ][XXX][XX][X]")
          .toFormatter();

  private String last = "";
  private OptionalLong lastSeconds = OptionalLong.empty();

  /** Unix time in seconds; empty if the text is no time. */
  OptionalLong seconds(String text) {
    if (!text.equals(last)) {
      lastSeconds = parse(text);
      last = text;
    }
    return lastSeconds;
  }

  private static OptionalLong parse(String text) {
    try {
      if (text.matches("\\d{9,11}")) {
        return OptionalLong.of(Long.parseLong(text));
      }
      TemporalAccessor time = FORMAT.parseBest(text, Instant::from, LocalDateTime::from);
      Instant instant =
          time instanceof LocalDateTime local
              ? local.atZone(ZoneId.systemDefault()).toInstant()
              : Instant.from(time);
      return OptionalLong.of(instant.getEpochSecond());
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }
}
