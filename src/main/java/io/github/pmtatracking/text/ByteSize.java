package io.github.pmtatracking.text;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as an operator writes them: {@code 4096}, {@code 64KiB}, {@code 5MiB}, {@code 2GiB}. */
public final class ByteSize {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]*)");
  private static final Map<String, Long> UNITS =
      Map.of("", 1L, "b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30);
  private static final String WANTED = "wanted a size in bytes such as 4096, 64KiB, 5MiB or 2GiB";

  private ByteSize() {}

  /**
   * Reads a size. The unit may be written in upper or lower case, with or without a space before
   * it.
   *
   * @return bytes, 0 or more
   * @throws IllegalArgumentException when the text is no size; the message says what was wanted
   */
  public static long parse(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Long unit = UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT));
      if (unit != null && number <= Long.MAX_VALUE / unit) {
        return number * unit;
      }
    }
    throw new IllegalArgumentException(WANTED);
  }

  /**
   * Reads the size of a component's option.
   *
   * @param option the name of the option, for the message
   * @return bytes, 1 or more
   * @throws IllegalArgumentException when the text is no size, or 0
   */
  public static long parse(String text, String option) {
    try {
      long bytes = parse(text);
      if (bytes > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // reported below, as for 0
    }
    throw new IllegalArgumentException(option + " = \"" + text + "\": " + WANTED);
  }
}
