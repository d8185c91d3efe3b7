package io.github.pmtatracking.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LogTextTest {
  private final LogText text = new LogText("secret-key", null, "");

  @Test
  void controlCharactersOfATerminalAreEscaped() {
    assertEquals("a\\u001b[31m\\u0007\\u000d\\u000a", text.of("a\u001b[31m\u0007\r\n"));
    assertEquals("\\u202e\\u2066\\u200f\\u2028\\u009b", text.of("\u202e\u2066\u200f\u2028\u009b"));
    assertEquals("grün 漢 😀", text.of("grün 漢 😀"));
  }

  @Test
  void secretsAreNeverShown() {
    assertEquals("key=*** and ***", text.of("key=secret-key and secret-key"));
  }

  @Test
  void longTextIsCutAndNoTextIsEmpty() {
    assertEquals("x".repeat(1_000) + "...", text.of("x".repeat(70_000)));
    assertEquals("", text.of(null));
  }
}
