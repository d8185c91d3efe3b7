package io.github.pmtatracking.component.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class LinesEndpointTest {
  private final DefaultCamelContext context = new DefaultCamelContext();

  @Test
  void theMetadataHasTheDefaultsThatAnEndpointUses() throws Exception {
    LinesEndpoint endpoint = endpoint("lines:in");
    JsonNode metadata;
    try (InputStream in =
        LinesEndpoint.class.getResourceAsStream(
            "/META-INF/io/github/pmtatracking/component/lines/lines.json")) {
      metadata = new ObjectMapper().readTree(in);
    }

    JsonNode options = metadata.get("properties");
    assertEquals(options.get("maxLines").get("defaultValue").asInt(), endpoint.getMaxLines());
    assertEquals(
        options.get("maxLineBytes").get("defaultValue").asInt(), endpoint.getMaxLineBytes());
    assertEquals(options.get("maxInFlight").get("defaultValue").asInt(), endpoint.getMaxInFlight());
    assertEquals(
        options.get("stopTimeout").get("defaultValue").asLong(), endpoint.getStopTimeout());
    assertEquals("0.1.0", metadata.get("component").get("firstVersion").asText());
  }

  @Test
  void filesAreNoneOneOrACollection() {
    context.getRegistry().bind("several", List.of(Path.of("a"), Path.of("b")));
    context.getRegistry().bind("none", List.of());

    assertEquals(List.of(), endpoint("lines:in").paths());
    assertEquals(List.of(Path.of("one.csv")), endpoint("lines:in?files=one.csv").paths());
    assertEquals(List.of(Path.of("a"), Path.of("b")), endpoint("lines:in?files=#several").paths());
    assertEquals(List.of(), endpoint("lines:in?files=#none").paths());
  }

  @Test
  void aProducerIsRefused() {
    assertThrows(UnsupportedOperationException.class, () -> endpoint("lines:in").createProducer());
  }

  @Test
  void theNameIsNeeded() {
    Throwable thrown = assertThrows(Exception.class, () -> endpoint("lines: "));
    assertTrue(String.valueOf(thrown.getMessage()).contains("lines"), thrown.toString());
  }

  private LinesEndpoint endpoint(String uri) {
    return context.getEndpoint(uri, LinesEndpoint.class);
  }
}
