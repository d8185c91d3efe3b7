package io.github.pmtatracking.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PrintableTextTest {
  @Test
  void plainTextOfAnyLanguageStaysAsItIs() {
    String text = "Grüße, 你好, \ud83d\ude00 \\u0041 العربية";

    assertEquals(text, PrintableText.of(text));
  }

  @Test
  void charactersThatSteerATerminalAreEscaped() {
    assertEquals(
        "a\\u000d\\u000ab\\u001b[31m\\u0007\\u009b2J\\u007f\\u2028\\u2029",
        PrintableText.of("a\r\nb\u001b[31m\u0007\u009b2J\u007f\u2028\u2029"));
  }

  @Test
  void charactersThatChangeTheDirectionOrAreInvisibleAreEscaped() {
    for (char c :
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u200d\u2060\ufeff\u00ad"
            .toCharArray()) {
      assertEquals("x\\u" + String.format("%04x", (int) c) + "y", PrintableText.of("x" + c + "y"));
    }
    assertEquals("\\udb40\\udc01\\ud800", PrintableText.of("\udb40\udc01\ud800"));
  }

  @Test
  void aLongTextIsCutButNotWithinAnEscape() {
    assertEquals("aaaaa", PrintableText.of("aaaaa", 5));
    assertEquals("aaaaa...", PrintableText.of("aaaaaa", 5));
    assertEquals("aa...", PrintableText.of("aa\u001b", 5));
    assertEquals("aaaa...", PrintableText.of("aaaa\ud83d\ude00", 5));
  }

  @Property
  void nothingIsLongerThanItsBound(@ForAll String text) {
    assertTrue(PrintableText.of(text, 20).length() <= 23);
  }
}
