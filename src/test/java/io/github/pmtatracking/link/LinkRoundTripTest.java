package io.github.pmtatracking.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.testing.IndependentLinkReader;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LinkRoundTripTest {
  private static final String BASE = "https://t.example.com/eng";

  private final TrackingUrl url = new TrackingUrl(BASE);
  private final LinkDecoder decoder = new LinkDecoder();

  @Property
  void whatWasEncodedIsDecoded(@ForAll("links") TrackingLink link) throws Exception {
    assertEquals(
        link, decoder.decode(url.encode(link).substring("https://t.example.com".length())));
  }

  @Property(tries = 300)
  void anotherJsonReaderAgrees(@ForAll("links") TrackingLink link) throws Exception {
    JsonNode json = new ObjectMapper().readTree(IndependentLinkReader.json(url.encode(link)));

    assertEquals(link.action().code(), json.get("act").asText());
    assertEquals(link.targetUrl(), json.get("t_url").asText());
    assertEquals(link.messageId(), json.get("msg_id").asText());
    assertEquals(link.recipient(), json.get("rcpt").asText());
    assertEquals(link.linkName(), json.path("t_name").asText(null));
    assertEquals(link.unsubscribe(), json.path("unsub").asBoolean());
  }

  @Property(tries = 2000)
  void anyPathIsALinkOrRefused(@ForAll String path) {
    try {
      decoder.decode(path);
    } catch (BadLinkException refused) {
      assertEquals(-1, refused.reason().indexOf('\n'));
    }
  }

  @Provide
  Arbitrary<TrackingLink> links() {
    return Combinators.combine(
            Arbitraries.of(Action.values()),
            text(300),
            text(30),
            text(60),
            text(20).injectNull(0.5),
            Arbitraries.of(true, false))
        .as(TrackingLink::new);
  }

  /** Any text but halves of surrogate pairs, which UTF-8 cannot carry. */
  private static Arbitrary<String> text(int longest) {
    return Arbitraries.strings()
        .ofMaxLength(longest)
        .map(
            any ->
                any.codePoints()
                    .filter(point -> point < 0xd800 || point > 0xdfff)
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
  }
}
