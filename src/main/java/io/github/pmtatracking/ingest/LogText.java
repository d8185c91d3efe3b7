package io.github.pmtatracking.ingest;

import io.github.pmtatracking.logging.PrintableText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes text from outside (a reason phrase, an error of the API, a header) safe for a log and a
 * dead letter: secrets become {@code ***}, control characters of terminals are escaped ({@code
 * \\u001b}), and text of more than 1,000 characters is cut. Immutable.
 */
public final class LogText {
  private static final int MAX_LENGTH = 1_000;

  private final List<String> secrets;

  /**
   * @param secrets texts that must not be visible, such as the API key; empty and null ones are
   *     ignored
   */
  public LogText(@Nullable String... secrets) {
    List<String> known = new ArrayList<>();
    for (String secret : secrets) {
      if (secret != null && !secret.isBlank()) {
        known.add(secret);
      }
    }
    this.secrets = List.copyOf(known);
  }

  /** The safe text; empty for null. */
  public String of(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String shown = text;
    for (String secret : secrets) {
      shown = shown.replace(secret, "***");
    }
    return PrintableText.of(shown, MAX_LENGTH);
  }
}
