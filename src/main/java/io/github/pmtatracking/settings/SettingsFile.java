package io.github.pmtatracking.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * The operator's settings file, in Java's properties format and UTF-8. It is read once, because it
 * may be a pipe.
 *
 * @param path of the file
 * @param properties the settings
 * @param lines the lines as they are written, to tell an operator the line of a key
 */
record SettingsFile(Path path, Properties properties, List<String> lines) {
  /**
   * @throws BadSettingException when the file cannot be read
   */
  static SettingsFile read(Path path) {
    try {
      String text = withoutMark(Files.readString(path, StandardCharsets.UTF_8));
      Properties properties = new Properties();
      properties.load(new StringReader(text));
      return new SettingsFile(path, properties, text.lines().toList());
    } catch (IOException e) {
      throw unreadable(path, FileErrors.reason(e), e);
    } catch (IllegalArgumentException e) {
      throw unreadable(path, String.valueOf(e.getMessage()), e);
    }
  }

  /** Editors of Windows put a byte order mark first, which would belong to the first key. */
  private static String withoutMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static BadSettingException unreadable(Path path, String reason, Exception cause) {
    return new BadSettingException(
        "settings file %s cannot be read: %s (choose it with -config FILE)".formatted(path, reason),
        cause);
  }
}
