package io.github.pmtatracking.tracker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.tracker.RawHttp;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a load balancer in TCP mode speaks for. */
class ProxyProtocolHandlerTest {
  private static final String REQUEST = "GET /x HTTP/1.1\r\nHost: t\r\n\r\n";
  private static final String V2 = "\r\n\r\n\u0000\r\nQUIT\n";
  private static final Predicate<InetAddress> LOOPBACK = InetAddress::isLoopbackAddress;
  private static final Predicate<InetAddress> NOBODY = peer -> false;

  private static HttpPipelineServer server(Predicate<InetAddress> trusted) {
    return new HttpPipelineServer(
        new HttpPipelineFactory(Duration.ofMinutes(1), Clock.systemUTC(), true, trusted));
  }

  private static String v2(int command, int family, String addresses) {
    return V2
        + (char) (0x20 | command)
        + (char) family
        + (char) (addresses.length() >> 8)
        + (char) (addresses.length() & 0xff)
        + addresses;
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 203.0.113.7 192.0.2.1 4711 80, 203.0.113.7",
    "PROXY TCP6 2001:db8::7 2001:db8::1 4711 80, 2001:db8:0:0:0:0:0:7",
    "PROXY UNKNOWN, 127.0.0.1",
    "PROXY UNKNOWN 203.0.113.7 192.0.2.1 4711 80, 127.0.0.1"
  })
  void theFirstLineOfATrustedPeerNamesTheClient(String line, String address) throws Exception {
    try (HttpPipelineServer server = server(LOOPBACK);
        RawHttp http = server.connect()) {
      http.send(line + "\r\n" + REQUEST + REQUEST);

      for (int i = 0; i < 2; i++) {
        assertEquals(200, http.reply().status());
        TrackingHttpRequest request = server.requests().remove();
        assertEquals(address, request.peer().getHostAddress());
        assertEquals("127.0.0.1", request.socketPeer().getHostAddress());
      }
    }
  }

  @Test
  void aBinaryHeaderNamesTheClient() throws Exception {
    String fourToFour = "\u00cb\u0000q\u0007\u00c0\u0000\u0002\u0001\u0012\u0067\u0000\u0050";
    String extension = "\u0004\u0000\u0003abc";
    String sixToSix =
        "\u0020\u0001\r\u00b8"
            + "\u0000".repeat(11)
            + "\u0007"
            + "\u0000".repeat(16)
            + "\u0001\u0001\u0000\u0050";
    assertEquals("203.0.113.7", addressOf(v2(1, 0x11, fourToFour)));
    assertEquals("203.0.113.7", addressOf(v2(1, 0x11, fourToFour + extension)));
    assertEquals("2001:db8:0:0:0:0:0:7", addressOf(v2(1, 0x21, sixToSix)));
    assertEquals("127.0.0.1", addressOf(v2(0, 0x11, fourToFour)));
    assertEquals("127.0.0.1", addressOf(v2(0, 0, "")));
    assertEquals("127.0.0.1", addressOf(v2(1, 0, "")));
    assertEquals("127.0.0.1", addressOf(v2(1, 0x31, "/a" + "\u0000".repeat(214))));
  }

  private static String addressOf(String header) throws Exception {
    try (HttpPipelineServer server = server(LOOPBACK);
        RawHttp http = server.connect()) {
      http.send(header + REQUEST);
      assertEquals(200, http.reply().status());
      return server.requests().remove().peer().getHostAddress();
    }
  }

  @Test
  void aHeaderThatComesOctetByOctetIsRead() throws Exception {
    try (HttpPipelineServer server = server(LOOPBACK);
        RawHttp http = server.connect()) {
      for (char octet : ("PROXY TCP4 203.0.113.7 192.0.2.1 4711 80\r\n" + REQUEST).toCharArray()) {
        http.send("" + octet);
      }
      assertEquals(200, http.reply().status());
      assertEquals("203.0.113.7", server.requests().remove().peer().getHostAddress());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        REQUEST,
        "PROXY TCP4 203.0.113.7\r\n" + REQUEST,
        "PROXY TCP4 300.0.113.7 192.0.2.1 4711 80\r\n" + REQUEST,
        "PROXY\r\n" + REQUEST,
        "proxy TCP4 203.0.113.7 192.0.2.1 4711 80\r\n" + REQUEST,
        V2 + "\u0011\u0011\u0000\u0000" + REQUEST
      })
  void aTrustedPeerWithoutAUsableHeaderIsClosed(String octets) throws Exception {
    try (HttpPipelineServer server = server(LOOPBACK);
        RawHttp http = server.connect()) {
      http.send(octets);
      assertTrue(http.isCut());
      assertTrue(server.requests().isEmpty());
    }
  }

  @Test
  void anybodyElseIsServedWithoutTheHeaderAndClosedWithIt() throws Exception {
    try (HttpPipelineServer server = server(NOBODY)) {
      for (String header :
          new String[] {
            "PROXY TCP4 203.0.113.7 192.0.2.1 4711 80\r\n", v2(0, 0, ""),
          }) {
        try (RawHttp http = server.connect()) {
          http.send(header + REQUEST);
          assertEquals(400, http.reply().status());
          assertTrue(http.isEnded());
        }
      }
      assertTrue(server.requests().isEmpty());
      try (RawHttp http = server.connect()) {
        http.send(REQUEST);
        assertEquals(200, http.reply().status());
        assertEquals("127.0.0.1", server.requests().remove().peer().getHostAddress());
      }
    }
  }

  @Test
  void theHeaderIsReadOncePerConnection() throws Exception {
    String header = "PROXY TCP4 203.0.113.7 192.0.2.1 4711 80\r\n";
    try (HttpPipelineServer server = server(LOOPBACK);
        RawHttp http = server.connect()) {
      http.send(header + REQUEST);
      assertEquals(200, http.reply().status());
      http.send(header + REQUEST);
      assertEquals(400, http.reply().status());
      assertTrue(http.isEnded());
    }
  }

  @Test
  void withoutTheSettingTheHeaderIsNoHttp() throws Exception {
    try (HttpPipelineServer server =
            new HttpPipelineServer(
                new HttpPipelineFactory(Duration.ofMinutes(1), Clock.systemUTC()));
        RawHttp http = server.connect()) {
      http.send("PROXY TCP4 203.0.113.7 192.0.2.1 4711 80\r\n" + REQUEST);
      assertEquals(400, http.reply().status());
      assertTrue(http.isEnded());
    }
  }
}
