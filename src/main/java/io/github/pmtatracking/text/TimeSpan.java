package io.github.pmtatracking.text;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as an operator writes them: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 24h}. */
public final class TimeSpan {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]*)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private TimeSpan() {}

  /**
   * Reads a time. The unit is written in lower case, with or without a space before it; 0 needs no
   * unit.
   *
   * @return 0 or more
   * @throws IllegalArgumentException when the text is no time; the message says what was wanted
   */
  public static Duration parse(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration unit = UNITS.get(matcher.group(2));
      if (number == 0 && (unit != null || matcher.group(2).isEmpty())) {
        return Duration.ZERO;
      }
      if (unit != null && number <= Long.MAX_VALUE / 86_400_000L) {
        return unit.multipliedBy(number);
      }
    }
    throw new IllegalArgumentException("wanted a time such as 250ms, 30s, 5m, 24h or 10d");
  }
}
