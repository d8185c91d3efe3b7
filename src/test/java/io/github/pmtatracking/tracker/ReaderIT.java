package io.github.pmtatracking.tracker;

import static io.github.pmtatracking.tracker.Links.click;
import static io.github.pmtatracking.tracker.Links.open;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.testing.FreePort;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tracker takes from a reader's connection and headers, and what it does not. */
class ReaderIT {
  private static @TempDir Path folder;
  private static EmbeddedRedis redis;
  private static RunningTracker tracker;

  @BeforeAll
  static void start() throws Exception {
    redis = EmbeddedRedis.start(folder.resolve("redis"));
    tracker = RunningTracker.start(redis, folder);
  }

  @AfterAll
  static void stop() {
    tracker.close();
    redis.close();
  }

  @BeforeEach
  void forgetEvents() throws Exception {
    tracker.takeEvents();
  }

  @Test
  void onAllInterfacesReadersAreServedOverBothProtocolsAndKnownByTheirPlainAddress()
      throws Exception {
    int port = FreePort.find();
    try (RunningTracker all =
        RunningTracker.start(
            redis,
            folder.resolve("all"),
            "tracker.in-hostport",
            ":" + port,
            "tracker.threads",
            "1")) {
      List<String> seen = new ArrayList<>(List.of("127.0.0.1"));
      try (RawHttp http = new RawHttp(InetAddress.getByName("127.0.0.1"), port)) {
        assertEquals(302, http.get(click("https://example.com/")).reply().status());
      }
      if (InetAddress.getByName("::1").isReachable(1_000)) {
        seen.add("::1");
        try (RawHttp http = new RawHttp(InetAddress.getByName("::1"), port)) {
          assertEquals(302, http.get(click("https://example.com/")).reply().status());
        }
      }
      assertEquals(seen, all.takeEvents().stream().map(TrackingEvent::ipAddress).toList());
    }
  }

  @Test
  void aRealIpOfATrustedPeerIsTheReaders() throws Exception {
    try (RawHttp http = tracker.connect()) {
      http.get(open(), "x-real-ip: 12.34.56.78").reply();
      http.get(open(), "X-Real-IP:  2001:db8::1 ").reply();
    }
    assertEquals(
        List.of("12.34.56.78", "2001:db8::1"),
        tracker.events().stream().map(TrackingEvent::ipAddress).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "1.2.3",
        "1.2.3.4, x",
        "1.2.3.4:",
        "[::1",
        "fe80::1%eth0",
        "example.com"
      })
  void aBadRealIpIsCountedAndTheReaderServed(String value) throws Exception {
    try (RawHttp http = tracker.connect()) {
      assertEquals(200, http.get(open(), "X-Real-Ip: " + value).reply().status());
    }
    assertEquals("127.0.0.1", onlyEvent().ipAddress());
  }

  @Test
  void theHeaderThatTheSettingNamesIsJoinedAndReadFromTheRight() throws Exception {
    try (RunningTracker behindProxies =
            RunningTracker.start(
                redis,
                folder.resolve("proxies"),
                "tracker.client-address",
                "x-forwarded-for",
                "tracker.trusted-peers",
                "127.0.0.0/8, 10.0.0.0/8");
        RawHttp http = behindProxies.connect()) {
      http.get(open(), "X-Forwarded-For: 6.6.6.6", "x-forwarded-for: 203.0.113.9:80, 10.1.1.1")
          .reply();
      http.get(open(), "X-Real-Ip: 6.6.6.6").reply();
      http.get(open(), "X-Forwarded-For: nonsense").reply();

      assertEquals(
          List.of("203.0.113.9", "127.0.0.1", "127.0.0.1"),
          behindProxies.takeEvents().stream().map(TrackingEvent::ipAddress).toList());
      assertEquals(1, behindProxies.counters().badRealIps());
    }
  }

  @Test
  void aQueryParameterIsNoHeader() throws Exception {
    try (RawHttp http = tracker.connect()) {
      RawHttp.Reply reply =
          http.get(open() + "?X-Real-Ip=6.6.6.6&Server=x&CamelHttpResponseCode=500").reply();

      assertEquals(200, reply.status());
      assertEquals("msys-http", reply.header("server"));
    }
    assertEquals("127.0.0.1", onlyEvent().ipAddress());
  }

  @Test
  void requestHeadersDoNotComeBack() throws Exception {
    try (RawHttp http = tracker.connect()) {
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
    try (RawHttp http = tracker.connect()) {
      http.get(open(), "User-Agent: " + utf8).reply();
      http.get(open(), "User-Agent: \u00fc \"\\").reply();
      http.get(open()).reply();
    }
    assertEquals(
        List.of("Bücher €", "\ufffd \"\\", ""),
        tracker.events().stream().map(TrackingEvent::userAgent).toList());
  }

  private static TrackingEvent onlyEvent() throws Exception {
    List<TrackingEvent> events = tracker.events();
    assertEquals(1, events.size());
    return events.get(0);
  }
}
