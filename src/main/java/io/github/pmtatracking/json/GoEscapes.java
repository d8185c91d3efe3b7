package io.github.pmtatracking.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * The characters that Go's encoding/json escapes: the necessary ones ({@code "}, {@code \} and
 * those below the space), and {@code <}, {@code >}, {@code &}, U+2028 and U+2029, which are
 * dangerous in HTML and JavaScript. Backspace and form feed have the six-character form.
 */
final class GoEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1L;

  private static final SerializableString LINE_SEPARATOR = new SerializedString("\\u2028");
  private static final SerializableString PARAGRAPH_SEPARATOR = new SerializedString("\\u2029");

  private final int[] ascii = CharacterEscapes.standardAsciiEscapesForJSON();

  GoEscapes() {
    for (char c : "<>&\b\f".toCharArray()) {
      ascii[c] = ESCAPE_STANDARD;
    }
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return ascii.clone();
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int character) {
    return switch (character) {
      case '\u2028' -> LINE_SEPARATOR;
      case '\u2029' -> PARAGRAPH_SEPARATOR;
      default -> null;
    };
  }
}
