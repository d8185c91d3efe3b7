package io.github.pmtatracking.tracker;

import static io.github.pmtatracking.tracker.Links.click;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader gets whose link cannot be read, and what the operator sees of it. */
class BadLinkResponseIT {
  private @TempDir Path folder;

  @Test
  void theReaderGetsASentenceAndTheOperatorALine() throws Exception {
    try (CapturedLog log = CapturedLog.of(EventLog.class);
        EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
        RunningTracker tracker = RunningTracker.start(redis, folder);
        RawHttp http = tracker.connect()) {
      RawHttp.Reply reply =
          http.get(
                  "/p/eJyr\u009bxyz" + "z".repeat(500),
                  "User-Agent: Mozilla/5.0 \u009b2J",
                  "X-Real-Ip: 1.2.3.4")
              .reply();

      assertEquals(400, reply.status());
      assertEquals("text/plain; charset=utf-8", reply.header("content-type"));
      assertTrue(reply.body().startsWith("This link is incomplete or damaged"), reply.body());
      assertFalse(reply.body().contains("eJyr") || reply.body().contains("base64"), reply.body());
      assertEquals(1, log.lines().size());
      String line = log.lines().get(0);
      assertTrue(line.startsWith("Incoming URL error: /p/eJyr\\u009bxyzzz"), line);
      assertTrue(
          line.contains("..., Reason the link is cut off or damaged, IPAddress 1.2.3.4"), line);
      assertTrue(line.length() < 500, line);

      http.get(click("http://:80/")).reply();
      assertTrue(log.lines().get(1).contains("no http or https URL"), log.lines().get(1));

      for (int i = 0; i < 1000; i++) {
        http.get("/x" + i).reply();
      }
      assertTrue(log.lines().size() < 1000, "lines: " + log.lines().size());
      assertEquals(1002, tracker.counters().badLinks());
    }
  }

  @ParameterizedTest
  @CsvSource({"page.html, text/html", "PAGE.HTM, text/html", "page.txt, text/plain"})
  void aPageOfTheOperatorIsServed(String name, String type) throws Exception {
    Path page = Files.writeString(folder.resolve(name), "<h1>Grüße €</h1>");
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
        RunningTracker tracker =
            RunningTracker.start(redis, folder, "tracker.bad-link.page", page.toString());
        RawHttp http = tracker.connect()) {
      RawHttp.Reply reply = http.get("/eJw").reply();

      assertEquals(400, reply.status());
      assertEquals(type + "; charset=utf-8", reply.header("content-type"));
      assertEquals("no-store", reply.header("cache-control"));
      assertEquals("<h1>Gr\u00c3\u00bc\u00c3\u009fe \u00e2\u0082\u00ac</h1>", reply.body());
      assertEquals("noindex", reply.header("x-robots-tag"));
      assertEquals(1, tracker.counters().badLinks());
      assertEquals(302, http.get(click("http://x/")).reply().status());
    }
  }

  @Test
  void orTheReaderIsRedirected() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
        RunningTracker tracker =
            RunningTracker.start(
                redis, folder, "tracker.bad-link.redirect", "https://münchen.de/hilfe");
        RawHttp http = tracker.connect()) {
      RawHttp.Reply reply = http.get("/eJw").reply();

      assertEquals(302, reply.status());
      assertEquals("https://xn--mnchen-3ya.de/hilfe", reply.header("location"));
      assertEquals("private, no-cache, max-age=0", reply.header("cache-control"));
      assertEquals(1, tracker.counters().badLinks());
      assertEquals(0, tracker.events().size());
    }
  }

  @Test
  void whatCannotBeServedIsToldAtStart() throws Exception {
    Path large = Files.writeString(folder.resolve("large.html"), "x".repeat(65_537));
    Path image = Files.writeString(folder.resolve("page.png"), "x");
    refused("tracker.bad-link.page", large.toString(), "wanted at most 65536");
    refused("tracker.bad-link.page", image.toString(), ".html or .txt");
    refused("tracker.bad-link.page", folder.resolve("none.html").toString(), "cannot be read");
    refused("tracker.bad-link.redirect", "mailto:a@b", "wanted an http or https URL");
    refused("tracker.bad-link.redirect", "/help", "wanted an http or https URL");
    Settings both =
        Settings.load(null, Map.of(), Map.of())
            .with("tracker.bad-link.page", image.toString())
            .with("tracker.bad-link.redirect", "https://x/");
    assertThrows(BadSettingException.class, () -> BadLinkResponse.of(both));
  }

  private static void refused(String key, String value, String wanted) {
    Settings settings = Settings.load(null, Map.of(), Map.of()).with(key, value);

    String message =
        assertThrows(BadSettingException.class, () -> BadLinkResponse.of(settings)).getMessage();

    assertTrue(message.startsWith(key + " = \"" + value), message);
    assertTrue(message.contains(wanted), message);
  }
}
