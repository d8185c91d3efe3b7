package io.github.pmtatracking.tracker;

import static io.github.pmtatracking.tracker.Links.click;
import static io.github.pmtatracking.tracker.Links.open;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.testing.FreePort;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's address in the event: X-Real-Ip, other headers, and the connection. */
class ClientAddressIT {
  @RegisterExtension static final TrackerExtension TRACKER = new TrackerExtension();

  @Test
  void onAllInterfacesClientsOfBothProtocolsAreServedAndHaveTheirPlainAddress() throws Exception {
    int port = FreePort.find();
    try (RunningTracker all =
        TRACKER.startAnother("tracker.in-hostport", ":" + port, "tracker.threads", "1")) {
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
  void theXRealIpOfATrustedPeerIsTheClientsAddress() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      http.get(open(), "x-real-ip: 12.34.56.78").reply();
      http.get(open(), "X-Real-IP:  2001:db8::1 ").reply();
    }
    assertEquals(
        List.of("12.34.56.78", "2001:db8::1"),
        TRACKER.events().stream().map(TrackingEvent::ipAddress).toList());
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
  void aBadXRealIpIsCountedAndTheClientGetsItsResponse(String value) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      assertEquals(200, http.get(open(), "X-Real-Ip: " + value).reply().status());
    }
    assertEquals("127.0.0.1", TRACKER.onlyEvent().ipAddress());
  }

  @Test
  void theHeaderThatTheSettingNamesIsJoinedAndReadFromTheRight() throws Exception {
    try (RunningTracker behindProxies =
            TRACKER.startAnother(
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
    try (RawHttp http = TRACKER.connect()) {
      RawHttp.Reply reply =
          http.get(open() + "?X-Real-Ip=6.6.6.6&Server=x&CamelHttpResponseCode=500").reply();

      assertEquals(200, reply.status());
      assertEquals("msys-http", reply.header("server"));
    }
    assertEquals("127.0.0.1", TRACKER.onlyEvent().ipAddress());
  }

  @Test
  void aRealIpOfAPeerThatIsNotTrustedIsIgnored() throws Exception {
    try (RunningTracker tracker = TRACKER.startAnother("tracker.trusted-peers", "10.0.0.0/8");
        RawHttp http = tracker.connect()) {
      http.get(open(), "X-Real-Ip: 12.34.56.78").reply();
    }
    assertEquals("127.0.0.1", TRACKER.onlyEvent().ipAddress());
  }
}
