package io.github.pmtatracking.tracker;

import static io.github.pmtatracking.tracker.Links.click;
import static io.github.pmtatracking.tracker.Links.link;
import static io.github.pmtatracking.tracker.Links.open;
import static io.github.pmtatracking.tracker.Links.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader is answered, and which event comes of it, by the link that he asks for. */
class TrackingRequestHandlerIT {
  private static final String OLDER_OPEN =
      "/tracking/open/eJxdT81uwyAMfpWI6xqSbolYeuoDrKc9AHKIoawBInCqRlXffVBt0jT5Ytnf750pcAtY46Wd"
          + "2KFiH5CoOlm_ElafcLXeJLarWFQLSQoFQZjopW3bYS-G_ugD1SGCN8h15GNYvdrqZP2FU9xc2hL3SEXBJSN1"
          + "DO5X4pgIr0h12f9jn24OCTL4_siHtI5fqKhw_4QiiAZJztlNrnEu3zPRcmgavOVWM3IVXGP9hDd-Jjc_ORHU"
          + "JQv81N0LGF_LdAI6_T5B1-Nbr4dOTEKrHtnjG0smYWM=";

  @RegisterExtension static final TrackerExtension TRACKER = new TrackerExtension();

  @Test
  void aClickIsRedirectedAndQueued() throws Exception {
    long before = Instant.now().getEpochSecond();
    try (RawHttp http = TRACKER.connect()) {
      RawHttp.Reply reply =
          http.get(click("https://example.com/a?b=1&c=2#d"), "User-Agent: Tester/1.0").reply();

      assertEquals(302, reply.status());
      assertEquals("https://example.com/a?b=1&c=2#d", reply.header("location"));
      assertEquals("msys-http", reply.header("server"));
      assertEquals("private, no-cache, max-age=0", reply.header("cache-control"));
      assertEquals("noindex", reply.header("x-robots-tag"));
      assertTrue(reply.header("content-type").startsWith("text/plain"));
      assertEquals("", reply.body());
    }

    List<TrackingEvent> events = TRACKER.events();
    assertEquals(1, events.size());
    TrackingEvent event = events.get(0);
    assertEquals(link("https://example.com/a?b=1&c=2#d"), event.link());
    assertEquals("Tester/1.0", event.userAgent());
    assertEquals("127.0.0.1", event.ipAddress());
    assertTrue(event.timestamp() >= before && event.timestamp() <= before + 60);
    assertNotNull(event.id());
  }

  @ParameterizedTest
  @CsvSource({"OPEN", "INITIAL_OPEN"})
  void anOpenGetsThePixelAndIsQueued(Action action) throws Exception {
    TrackingLink link = new TrackingLink(action, "", "0000m", "a@b", null, false);
    try (RawHttp http = TRACKER.connect()) {
      RawHttp.Reply reply = http.get(path(link)).reply();

      assertEquals(200, reply.status());
      assertEquals("image/gif", reply.header("content-type"));
      assertEquals("no-cache, max-age=0", reply.header("cache-control"));
      assertTrue(reply.body().startsWith("GIF89a") && reply.body().endsWith(";"), reply.body());
      assertEquals(43, reply.body().length());
    }
    assertEquals(link, TRACKER.onlyEvent().link());
  }

  @Test
  void aLinkOfTheOlderGenerationGetsItsPixel() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      assertEquals("image/gif", http.get(OLDER_OPEN).reply().header("content-type"));
    }
    assertEquals(
        "test+00091795@not-orange.fr.bouncy-sink.trymsys.net",
        TRACKER.onlyEvent().link().recipient());
  }

  @Test
  void aPrefixOfTheTrackingUrlAndAQueryDoNotMatter() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      assertEquals(302, http.get("/eng/a%20b" + click("http://x/") + "?utm=1").reply().status());
      assertEquals(302, http.get("http://t.example.com" + click("http://x/")).reply().status());
    }
    assertEquals(2, TRACKER.events().size());
  }

  @Test
  void robotsAreSentAway() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      RawHttp.Reply reply = http.get("/robots.txt").reply();

      assertEquals(200, reply.status());
      assertEquals("User-agent: *\nDisallow: /\n", reply.body());
    }
    assertEquals(0, TRACKER.events().size());
  }

  @ParameterizedTest
  @CsvSource({
    "/, 200",
    "/?a=b, 200",
    "http://t.example.com, 200",
    "/healthz, 200",
    "/favicon.ico, 204",
    "/.well-known/security.txt, 404",
    "/.well-known/acme-challenge/eJw, 404",
    "/apple-touch-icon.png, 404",
    "/apple-touch-icon-120x120-precomposed.png, 404",
    "/sitemap.xml, 404",
  })
  void aPathThatIsAskedForOnAnyHostIsAnsweredAndIsNoBadLink(String target, int status)
      throws Exception {
    long before = TRACKER.counters().badLinks();
    try (RawHttp http = TRACKER.connect()) {
      RawHttp.Reply reply = http.get(target).reply();
      assertEquals(status, reply.status());
      assertEquals(status != 204, reply.headers().containsKey("content-length"));
      assertEquals(status == 204, reply.body().isEmpty());
      assertEquals("noindex", reply.header("x-robots-tag"));
      assertEquals(status, http.request("HEAD", target).head().status());
      // and the connection serves on
      assertEquals(302, http.get(click("http://x/")).reply().status());
    }
    assertEquals(before, TRACKER.counters().badLinks());
    assertEquals(1, TRACKER.events().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ")", "/", "%3E", "%253D", "&utm_source=x", "%20", "=3D"})
  void aLinkThatAClientHasChangedIsAnEventAllTheSame(String behind) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      RawHttp.Reply reply = http.get("/eng" + click("http://x/y") + behind).reply();

      assertEquals(302, reply.status());
      assertEquals("http://x/y", reply.header("location"));
    }
    assertEquals(link("http://x/y"), TRACKER.onlyEvent().link());
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/ü€?ñ, https://example.com/%C3%BC%E2%82%AC?%C3%B1",
    "HTTP://example.com/a b, HTTP://example.com/a%20b",
    "https://example.com/\u0085a, https://example.com/%C2%85a",
    "https://example.com/%E2%82%AC%20%zz|{}, https://example.com/%E2%82%AC%20%zz|{}"
  })
  void aTargetBecomesVisibleAscii(String target, String location) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      assertEquals(location, http.get(click(target)).reply().header("location"));
    }
    assertEquals(target, TRACKER.onlyEvent().link().targetUrl());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/relative",
        "//example.com/",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b",
        "ftp://example.com/",
        "http:///path",
        "http://:80/x",
        "https://",
        "https://x/\r\nSet-Cookie: a=b",
        "https://x/\ta",
        "https://x/\u0000",
        "https://x/\u007f"
      })
  void aClickThatLeadsNowhereIsABadLink(String target) throws Exception {
    badLink(click(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a|b",
        "/%zz",
        "/%",
        "/\"<script>\"",
        "/\u00fc\u00ff",
        "/{x}",
        "/a\\b",
        "//",
        "/.",
        "/..%2f..%2fetc/passwd",
        "*",
        "/eJyrVkpMLlGyUqpQqgUAFPQDaw==",
        "/eJyrVsotTo_PTFGyUjJUqgUAI7oEXw==",
        "/eJyrVkpMLlGyMqwFAA6-AuA="
      })
  void whatIsNoLinkGets400AndOneLine(String target) throws Exception {
    badLink(target);
  }

  @Test
  void aLinkThatInflatesWithoutEndIsABadLink() throws Exception {
    String url =
        new TrackingUrl("http://t")
            .encode(new TrackingLink(Action.OPEN, "", "m", "a".repeat(2_000_000), null, false));

    badLink(url.substring("http://t".length()));
  }

  private static void badLink(String target) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      RawHttp.Reply reply = http.get(target).reply();

      assertEquals(400, reply.status());
      assertEquals("msys-http", reply.header("server"));
      assertEquals(
          Set.of(
              "content-type", "content-length", "server", "date", "cache-control", "x-robots-tag"),
          reply.headers().keySet());
      assertEquals("no-store", reply.header("cache-control"));
      assertEquals(reply.body().length() - 1, reply.body().indexOf('\n'), reply.body());
      // and the connection serves on
      assertEquals(302, http.get(click("http://x/")).reply().status());
    }
    assertEquals(1, TRACKER.events().size());
  }

  @Test
  void headIsAnsweredLikeGetWithoutBodyAndIsNoEvent() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      RawHttp.Reply click = http.request("HEAD", click("http://x/")).head();
      assertEquals(302, click.status());
      assertEquals("http://x/", click.header("location"));
      RawHttp.Reply pixel = http.request("HEAD", open()).head();
      assertEquals(200, pixel.status());
      assertEquals("43", pixel.header("content-length"));
      assertEquals(400, http.request("HEAD", "/x").head().status());
      assertEquals(200, http.request("HEAD", "/robots.txt").head().status());
      assertEquals(0, TRACKER.events().size());

      assertEquals(302, http.get(click("http://x/")).reply().status());
    }
    assertEquals(1, TRACKER.events().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "X"})
  void anotherMethodIsNotAllowed(String method) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      RawHttp.Reply reply = http.request(method, open()).reply();

      assertEquals(405, reply.status());
      assertEquals("GET, HEAD", reply.header("allow"));
      assertEquals("msys-http", reply.header("server"));
      assertEquals(200, http.get(open()).reply().status());
    }
    assertEquals(1, TRACKER.events().size());
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        String target = i % 5 == 4 ? "/bad" + i : click("http://x/" + i);
        all.append("GET ").append(target).append(" HTTP/1.1\r\nHost: t\r\n\r\n");
      }
      http.send(all.toString());

      for (int i = 0; i < 200; i++) {
        RawHttp.Reply reply = http.reply();
        assertEquals(i % 5 == 4 ? 400 : 302, reply.status());
        assertEquals(i % 5 == 4 ? "" : "http://x/" + i, reply.header("location"));
      }
    }
    assertEquals(
        IntStream.range(0, 200).filter(i -> i % 5 != 4).mapToObj(i -> "http://x/" + i).toList(),
        TRACKER.events().stream().map(event -> event.link().targetUrl()).toList());
  }

  @Test
  void whoeverDoesNotReadHisAnswersWaitsAndGetsThemAll() throws Exception {
    int requests = 30_000;
    String request = "GET /x HTTP/1.1\r\nHost: t\r\n\r\n";
    try (RawHttp http = TRACKER.connect()) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < requests; i += 100) {
                    http.send(request.repeat(100));
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      sender.start();
      for (int i = 0; i < requests; i++) {
        assertEquals(400, http.reply().status());
      }
      sender.join();
    }
  }

  @Test
  void manyConnectionsAtOnceGetTheirOwnAnswers() throws Exception {
    int connections = 50;
    List<RawHttp> all = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      all.add(TRACKER.connect());
    }
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < connections; i++) {
        all.get(i).get(click("http://x/" + i + "/" + round));
      }
      for (int i = 0; i < connections; i++) {
        assertEquals("http://x/" + i + "/" + round, all.get(i).reply().header("location"));
      }
    }
    for (RawHttp http : all) {
      http.close();
    }
    List<TrackingEvent> events = TRACKER.events();
    assertEquals(connections * 20, events.size());
    assertEquals(
        connections * 20,
        events.stream().map(TrackingEvent::id).collect(Collectors.toSet()).size());
  }
}
