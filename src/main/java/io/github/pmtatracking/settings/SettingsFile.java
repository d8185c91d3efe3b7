package io.github.pmtatracking.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The operator's settings file, in Java's properties format and UTF-8. */
final class SettingsFile {
  private SettingsFile() {}

  /**
   * @throws BadSettingException when the file cannot be read
   */
  static Properties read(Path file) {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException e) {
      throw unreadable(file, FileErrors.reason(e), e);
    } catch (IllegalArgumentException e) {
      throw unreadable(file, String.valueOf(e.getMessage()), e);
    }
    return properties;
  }

  /**
   * The lines as they are written, to tell an operator the line of a key.
   *
   * @throws BadSettingException when the file cannot be read
   */
  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file, FileErrors.reason(e), e);
    }
  }

  private static BadSettingException unreadable(Path file, String reason, Exception cause) {
    return new BadSettingException(
        "settings file %s cannot be read: %s (choose it with -config FILE)".formatted(file, reason),
        cause);
  }
}
