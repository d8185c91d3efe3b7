package io.github.pmtatracking.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.pmtatracking.testing.Vectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LinkToolTest {
  private final LinkTool tool = new LinkTool();

  @TestFactory
  Stream<DynamicTest> decodePrintsWhatTheOriginalPrints() {
    return vectors("decode")
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    "<" + vector.get("url").asText() + ">", () -> compare(vector)));
  }

  private void compare(JsonNode vector) {
    String theirs = vector.get("original_prints").asText();
    LinkTool.Finding finding = tool.decode(vector.get("url").asText());

    assertEquals(theirs.substring(theirs.indexOf("JSON: ")), finding.text());
    if (!theirs.startsWith("JSON: ")) {
      // The original says why in a line of its own; the words are ours.
      assertNotNull(finding.reason());
    }
  }

  @TestFactory
  Stream<DynamicTest> encodeRefusesWhatTheOriginalRefuses() {
    return vectors("encode")
        .filter(vector -> vector.get("rc").asInt() != 0)
        .map(vector -> vector.get("input"))
        .map(
            input ->
                DynamicTest.dynamicTest(
                    input.toString(),
                    () ->
                        assertTrue(
                            assertThrows(IllegalArgumentException.class, () -> encode(input))
                                .toString()
                                .contains("-action"))));
  }

  @Test
  void whatWasEncodedIsShownAsTheSameFlags() {
    String url = tool.encode("https://t.example.com/a/b", "click", "0000m", "x@y", "http://z/?a&b");

    LinkTool.Finding finding = tool.decode(url + "?more#less");

    assertNull(finding.reason());
    assertTrue(
        finding
            .text()
            .endsWith(
                "\nEquivalent to encode -tracking_url https://t.example.com/a/b -rcpt_to x@y"
                    + " -action click -target_link_url http://z/?a&b -message_id 0000m\n"),
        finding.text());
  }

  @Test
  void aLinkThatAClientHasChangedIsShownAsItWasSent() {
    String url = tool.encode("https://t.example.com/a/b", "click", "0000m", "x@y", "http://z/?a&b");
    String sent = tool.decode(url).text();

    for (String behind : new String[] {".", ")", "/", "%253D", " click here", "=\r\n"}) {
      assertEquals(new LinkTool.Finding(sent, null), tool.decode(url + behind));
    }
    assertEquals(
        new LinkTool.Finding(sent, null), tool.decode(url.replaceAll("(?<=/eJ.{20})", "=\r\n")));
  }

  @Test
  void aLinkOfTheOlderGenerationIsShownWithTheFlagsOfTheCurrentOne() {
    LinkTool.Finding finding =
        tool.decode(
            "http://t.example.com/p/tracking/click/"
                + "eJyrVipKLiiJL8lXslJKdEhS0lHKTS0uTkxPjc9MAQoZGOQChUoSi9JTS-JzMvOy40uLcoDiGSUlBVb6-lX6SrUA2TQVug==");

    assertNull(finding.reason());
    assertTrue(
        finding
            .text()
            .endsWith(
                " -tracking_url http://t.example.com/p -rcpt_to a@b -action click"
                    + " -target_link_url http://z/ -message_id 00m\n"),
        finding.text());
  }

  @Test
  void aLinkWithoutActionIsShownAndRefused() {
    LinkTool.Finding finding = tool.decode("http://localhost:8888/eJzLK83JAQAEXwG8");

    assertTrue(finding.text().startsWith("JSON: null\n"));
    assertEquals("act is missing, wanted c, o or i", finding.reason());
  }

  private String encode(JsonNode input) {
    return tool.encode(
        input.get("tracking_url").asText(),
        input.get("action").asText(),
        input.get("message_id").asText(),
        input.get("rcpt_to").asText(),
        input.get("target_link_url").asText());
  }

  private static Stream<JsonNode> vectors(String part) {
    return StreamSupport.stream(Vectors.read("links.json").get(part).spliterator(), false);
  }
}
