package io.github.pmtatracking.settings;

import io.github.pmtatracking.text.ByteSize;
import io.github.pmtatracking.text.TimeSpan;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form in which Camel gets a setting. The default in {@code defaults.properties} tells it: a
 * default with a unit of time is a time; one with a unit of size, or of a key that ends in {@code
 * -bytes}, is a size.
 */
enum SettingKind {
  TIME {
    @Override
    String read(String text) {
      return Long.toString(TimeSpan.parse(text).toMillis());
    }
  },
  SIZE {
    @Override
    String read(String text) {
      return Long.toString(ByteSize.parse(text));
    }
  },
  TEXT {
    @Override
    String read(String text) {
      return text;
    }
  };

  private static final Pattern TIME_DEFAULT = Pattern.compile("\\d+(ms|s|m|h|d)");
  private static final Pattern SIZE_DEFAULT = Pattern.compile("\\d+(KiB|MiB|GiB)");

  /**
   * @param defaultText null for a key that is none of ours
   */
  static SettingKind of(String key, @Nullable String defaultText) {
    if (defaultText == null) {
      return TEXT;
    }
    if (TIME_DEFAULT.matcher(defaultText).matches()) {
      return TIME;
    }
    return key.endsWith("-bytes") || SIZE_DEFAULT.matcher(defaultText).matches() ? SIZE : TEXT;
  }

  /** The value in milliseconds or bytes; unchanged when it cannot be read. */
  String normalize(String text) {
    try {
      return read(text);
    } catch (IllegalArgumentException unreadable) {
      return text;
    }
  }

  /**
   * @throws IllegalArgumentException when the text cannot be read
   */
  abstract String read(String text);
}
