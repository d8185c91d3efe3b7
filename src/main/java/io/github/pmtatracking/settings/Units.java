package io.github.pmtatracking.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and sizes as an operator writes them. */
final class Units {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]*)");
  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<String, Long> SIZES =
      Map.of("", 1L, "b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30);

  private Units() {}

  static Duration duration(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration unit = TIMES.get(matcher.group(2));
      if (number == 0 && (unit != null || matcher.group(2).isEmpty())) {
        return Duration.ZERO;
      }
      if (unit != null && number <= Long.MAX_VALUE / 86_400_000L) {
        return unit.multipliedBy(number);
      }
    }
    throw new IllegalArgumentException("wanted a time such as 250ms, 30s, 5m, 24h or 10d");
  }

  static long bytes(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Long unit = SIZES.get(matcher.group(2).toLowerCase(Locale.ROOT));
      if (unit != null && number <= Long.MAX_VALUE / unit) {
        return number * unit;
      }
    }
    throw new IllegalArgumentException("wanted a size in bytes such as 4096, 64KiB, 5MiB or 2GiB");
  }
}
