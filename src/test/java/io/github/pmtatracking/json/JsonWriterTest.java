package io.github.pmtatracking.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonWriterTest {
  private final JsonWriter json = new JsonWriter(1);

  /** Left: the code point. Right: the inside of the string that Go's encoding/json writes. */
  @ParameterizedTest
  @CsvSource({
    "22, \\\"",
    "5c, \\\\",
    "0a, \\n",
    "0d, \\r",
    "09, \\t",
    "00, \\u0000",
    "08, \\u0008",
    "0c, \\u000c",
    "1f, \\u001f",
    "3c, \\u003c",
    "3e, \\u003e",
    "26, \\u0026",
    "2028, \\u2028",
    "2029, \\u2029"
  })
  void theCharactersThatGoEscapesAreEscapedTheSameWay(String codePoint, String expected) {
    assertEquals(
        '"' + expected + '"', written(Character.toString(Integer.parseInt(codePoint, 16))));
  }

  @ParameterizedTest
  @CsvSource({"20", "27", "2f", "7e", "7f", "80", "e9", "7ff", "800", "20ac", "ffff", "1f600"})
  void allOtherCharactersStandForThemselvesInUtf8(String codePoint) {
    String text = Character.toString(Integer.parseInt(codePoint, 16));
    assertArrayEquals(('"' + text + '"').getBytes(UTF_8), json.string(text).toByteArray());
  }

  @ParameterizedTest
  @CsvSource({"\\ud83d, x", "\\ud83d, \\ud83d", "\\ude00, x", "\\ude00, \\ud83d"})
  void aSurrogateWithoutItsPartnerBecomesTheReplacementCharacter(String first, String second) {
    String last = unescaped(second);
    boolean both = Character.isSurrogate(last.charAt(0));
    assertEquals("\"\ufffd" + (both ? "\ufffd" : last) + '"', written(unescaped(first) + last));
    json.reset();
    assertEquals("\"\ufffd\"", written(unescaped(first)));
  }

  @Test
  void rawTextAndStringsFollowEachOther() {
    json.raw("{\"a\":").string("x").raw(",\"é\":").string("y").raw("}");
    assertEquals("{\"a\":\"x\",\"é\":\"y\"}", new String(json.toByteArray(), UTF_8));
    assertEquals(json.toByteArray().length, json.length());
    json.reset();
    assertEquals(0, json.length());
  }

  @Test
  void whatWasWrittenCanBeReadAfterClosing() {
    try (json) {
      json.string("x".repeat(20_000) + "\ud83d\ude00");
    }
    assertEquals(20_000 + 2 + 4, json.length());
  }

  @Property(tries = 500)
  void jacksonReadsTheSameText(@ForAll("texts") String text) throws IOException {
    JsonWriter writer = new JsonWriter(8);
    byte[] bytes = writer.string(text).toByteArray();
    assertEquals(text, new ObjectMapper().readValue(bytes, String.class));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> one =
        Arbitraries.of("a", "\"", "\\", "<", ">", "&", "\n", "\u0001", "\u007f", "é", "€")
            .map(text -> text);
    return Arbitraries.oneOf(one, Arbitraries.of("\ud83d\ude00", "\u2028"))
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  private String written(String text) {
    return new String(json.string(text).toByteArray(), UTF_8);
  }

  private static String unescaped(String text) {
    return text.startsWith("\\u")
        ? String.valueOf((char) Integer.parseInt(text.substring(2), 16))
        : text;
  }
}
