package io.github.pmtatracking.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.testing.IndependentLinkReader;
import io.github.pmtatracking.testing.Vectors;
import java.net.URI;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Agreement with the original's encoder, vectors/links.json. */
class LinkVectorsTest {
  private static final Set<String> NONSENSE_THAT_THE_ORIGINAL_TAKES =
      Set.of("host port no scheme", "relative path tracking", "ftp scheme");

  private final ObjectMapper mapper = new ObjectMapper();
  private final LinkDecoder unlimited = new LinkDecoder(1 << 20);

  @TestFactory
  Stream<DynamicTest> theOriginalsLinksSayWhatWasPutIn() {
    return madeByTheOriginal()
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    name(vector),
                    () ->
                        assertEquals(
                            link(vector.get("input")),
                            unlimited.decode(vector.get("url").asText()))));
  }

  @TestFactory
  Stream<DynamicTest> ourLinksCarryTheSameJson() {
    return madeByTheOriginal()
        .filter(vector -> !NONSENSE_THAT_THE_ORIGINAL_TAKES.contains(name(vector)))
        .map(vector -> DynamicTest.dynamicTest(name(vector), () -> encodeAndCompare(vector)));
  }

  private void encodeAndCompare(JsonNode vector) throws Exception {
    JsonNode input = vector.get("input");
    String url = new TrackingUrl(input.get("tracking_url").asText()).encode(link(input));
    String theirs = vector.get("url").asText();
    assertEquals(beforeSegment(theirs), beforeSegment(url));
    assertEquals(
        mapper.readTree(vector.get("json").asText()),
        mapper.readTree(IndependentLinkReader.json(url)));
  }

  @TestFactory
  Stream<DynamicTest> aTrackingUrlWithoutAnHttpHostIsRefused() {
    return madeByTheOriginal()
        .filter(vector -> NONSENSE_THAT_THE_ORIGINAL_TAKES.contains(name(vector)))
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    name(vector),
                    () -> {
                      String base = vector.get("input").get("tracking_url").asText();
                      Exception refusal =
                          assertThrows(IllegalArgumentException.class, () -> new TrackingUrl(base));
                      assertTrue(refusal.toString().contains(base));
                      assertTrue(refusal.toString().contains("-tracking_url"));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> whatTheOriginalRefusesToDecodeIsRefused() {
    return StreamSupport.stream(Vectors.read("links.json").get("decode").spliterator(), false)
        .filter(vector -> !vector.get("original_prints").asText().startsWith("JSON:"))
        .map(vector -> vector.get("url").asText())
        .map(
            url ->
                DynamicTest.dynamicTest(
                    "<" + url + ">",
                    () ->
                        assertThrows(
                            BadLinkException.class, () -> unlimited.decode(rawPath(url)))));
  }

  private static Stream<JsonNode> madeByTheOriginal() {
    return StreamSupport.stream(Vectors.read("links.json").get("encode").spliterator(), false)
        .filter(vector -> vector.get("rc").asInt() == 0);
  }

  private static TrackingLink link(JsonNode input) {
    Action action =
        Stream.of(Action.values())
            .filter(candidate -> candidate.eventType().equals(input.get("action").asText()))
            .findFirst()
            .orElseThrow();
    return new TrackingLink(
        action,
        action == Action.CLICK ? input.get("target_link_url").asText() : "",
        input.get("message_id").asText(),
        input.get("rcpt_to").asText(),
        null,
        false);
  }

  private static String name(JsonNode vector) {
    return vector.get("name").asText();
  }

  private static String rawPath(String url) {
    return URI.create(url).getRawPath();
  }

  private static String beforeSegment(String url) {
    return url.substring(0, url.lastIndexOf('/') + 1);
  }
}
