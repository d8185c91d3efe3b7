package io.github.pmtatracking.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pmtatracking.json.JsonWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkJsonTest {
  private final LinkJson json = new LinkJson();

  private static String written(TrackingLink link) {
    JsonWriter out = new JsonWriter(64);
    LinkJson.write(link, out);
    return new String(out.toByteArray(), UTF_8);
  }

  private TrackingLink read(String text) throws BadLinkException {
    LinkJson.Fields fields = new LinkJson.Fields();
    json.readDocument(text, fields);
    return fields.link();
  }

  @Test
  void theNamesHaveTheOriginalsOrderAndOursFollowOnlyWhenTheyAreSet() {
    assertEquals(
        "{\"act\":\"c\",\"t_url\":\"http://x/?a\\u0026b\",\"msg_id\":\"m\",\"rcpt\":\"a@b\"}",
        written(new TrackingLink(Action.CLICK, "http://x/?a&b", "m", "a@b", null, false)));
    assertEquals(
        "{\"act\":\"o\",\"t_url\":\"\",\"msg_id\":\"m\",\"rcpt\":\"a@b\",\"t_name\":\"n\","
            + "\"unsub\":true}",
        written(new TrackingLink(Action.OPEN, "", "m", "a@b", "n", true)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"act\":\"o\",\"rcpt\":\"a\"}|a",
        "{\"ACT\":\"o\",\"Rcpt\":\"a\"}|a",
        "{\"act\":\"o\",\"rcpt\":\"a\",\"rcpt\":\"b\"}|b",
        "{\"act\":\"o\",\"rcpt\":\"a\",\"rcpt\":null}|a",
        "{\"other\":{\"rcpt\":\"b\"},\"act\":\"o\",\"rcpt\":\"a\"}|a",
      })
  void itIsReadAsGoReadsIt(String text, String recipient) throws Exception {
    assertEquals(new TrackingLink(Action.OPEN, "", "", recipient, null, false), read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{\"act\":\"o\"} {}",
        "{\"rcpt\":\"a\"}",
        "{\"act\":\"x\"}",
        "{\"act\":7}",
        "{\"act\":\"o\",\"rcpt\":[\"a\"]}"
      })
  void anythingElseIsRefused(String text) {
    assertThrows(BadLinkException.class, () -> read(text));
  }
}
