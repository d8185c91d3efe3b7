package io.github.pmtatracking.ingest;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes text from outside (a reason phrase, an error of the API, a header) fit for a log and for a
 * dead letter: secrets become {@code ***}, characters that a terminal would obey become {@code
 * \\u001b} and so on, and text of more than 1,000 characters is cut. Immutable.
 */
public final class LogText {
  private static final int MAX_LENGTH = 1_000;

  private final List<String> secrets;

  /**
   * @param secrets texts that must not be shown, such as the API key; empty and null ones are
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

  /** The text as it may be shown; empty text for null. */
  public String of(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String shown = text;
    for (String secret : secrets) {
      shown = shown.replace(secret, "***");
    }
    StringBuilder out = new StringBuilder(Math.min(shown.length(), MAX_LENGTH) + 16);
    for (int i = 0; i < shown.length(); i++) {
      if (i == MAX_LENGTH) {
        return out.append("...").toString();
      }
      char c = shown.charAt(i);
      if (isHarmless(c)) {
        out.append(c);
      } else {
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return out.toString();
  }

  /** Format characters turn the direction of what follows, so they are no better than controls. */
  private static boolean isHarmless(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
