package io.github.pmtatracking.tracker.http;

import static io.github.pmtatracking.tracker.Links.open;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.tracker.RawHttp;
import io.github.pmtatracking.tracker.TrackerExtension;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Between HTTP headers and the request of the route, and back. */
class TrackerHttpBindingIT {
  @RegisterExtension static final TrackerExtension TRACKER = new TrackerExtension();

  @Test
  void requestHeadersDoNotComeBack() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      RawHttp.Reply reply =
          http.get(open(), "Cookie: a=b", "X-Other: c", "CamelHttpResponseCode: 500").reply();

      assertEquals(200, reply.status());
      assertEquals(
          Set.of(
              "content-type", "cache-control", "content-length", "server", "date", "x-robots-tag"),
          reply.headers().keySet());
    }
  }

  @Test
  void aUserAgentMayBeAnyText() throws Exception {
    String utf8 = new String("Bücher €".getBytes(UTF_8), ISO_8859_1);
    try (RawHttp http = TRACKER.connect()) {
      http.get(open(), "User-Agent: " + utf8).reply();
      http.get(open(), "User-Agent: \u00fc \"\\").reply();
      http.get(open()).reply();
    }
    assertEquals(
        List.of("Bücher €", "\ufffd \"\\", ""),
        TRACKER.events().stream().map(TrackingEvent::userAgent).toList());
  }
}
