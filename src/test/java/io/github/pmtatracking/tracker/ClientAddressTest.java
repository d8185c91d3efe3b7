package io.github.pmtatracking.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.address.ClientAddressSource;
import io.github.pmtatracking.address.DominantAddress;
import io.github.pmtatracking.address.TrustedPeers;
import io.github.pmtatracking.testing.CapturedLog;
import io.github.pmtatracking.text.CidrBlock;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's address: X-Real-Ip, X-Forwarded-For, Forwarded, other headers, the connection. */
class ClientAddressTest {
  private static final List<CidrBlock> TRUSTED =
      List.of(
          CidrBlock.parse("10.0.0.0/8"),
          CidrBlock.parse("fc00::/7"),
          CidrBlock.parse("127.0.0.0/8"));

  private final TrackerCounters counters = new TrackerCounters();

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 12.34.56.78, 12.34.56.78, 0",
    "fd00::1, 12.34.56.78, 12.34.56.78, 0",
    "::ffff:10.1.2.3, 2001:db8::1, 2001:db8::1, 0",
    "10.1.2.3, ::ffff:12.34.56.78, 12.34.56.78, 0",
    "10.1.2.3, ::FFFF:12.34.56.78, 12.34.56.78, 0",
    "11.1.2.3, 12.34.56.78, 11.1.2.3, 0",
    "11.1.2.3, nonsense, 11.1.2.3, 0",
    "10.1.2.3, nonsense, 10.1.2.3, 1",
    "10.1.2.3, 1.2.3.4 5, 10.1.2.3, 1",
    "2001:db8:0:0:0:0:0:1, 12.34.56.78, 2001:db8::1, 0",
    "10.1.2.3, 10.9.9.9, 10.9.9.9, 0",
    "10.1.2.3, '', 10.1.2.3, 1",
  })
  void onlyATrustedPeerNamesTheClient(String peer, String realIp, String is, long bad)
      throws Exception {
    assertEquals(is, of("x-real-ip").ofEvent(request(peer, realIp)));
    assertEquals(bad, counters.badRealIps());
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7:4711, 203.0.113.7",
    "[2001:db8::1], 2001:db8::1",
    "[2001:db8::1]:443, 2001:db8::1",
    "2001:DB8:0:0::1, 2001:db8::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "[::ffff:1.2.3.4]:80, 1.2.3.4",
    "' 1.2.3.4 ', 1.2.3.4",
  })
  void portAndBracketsAreTakenOffAndAnAddressHasOneForm(String value, String is) throws Exception {
    for (String source : List.of("x-real-ip", "x-forwarded-for", "header CF-Connecting-IP")) {
      assertEquals(is, of(source).ofEvent(request("10.1.2.3", value)));
    }
    assertEquals(0, counters.badRealIps());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "1.2.3",
        "1.2.3.4:",
        "1.2.3.4:x",
        "1.2.3.4:123456",
        "[::1",
        "[1.2.3.4]",
        "::1]",
        "fe80::1%eth0",
        "[fe80::1%eth0]",
        "[2001:db8::1]443",
        "example.com",
        ",",
        "1.2.3.4;",
        "[]",
        ":80",
        "[[::1]]"
      })
  void aValueThatIsNoAddressIsCountedAndThePeerTaken(String value) throws Exception {
    assertEquals("10.1.2.3", of("x-forwarded-for").ofEvent(request("10.1.2.3", value)));
    assertEquals(1, counters.badRealIps());
  }

  @ParameterizedTest
  @CsvSource({
    "'203.0.113.9', 203.0.113.9",
    "'203.0.113.9, 10.1.1.1', 203.0.113.9",
    "'6.6.6.6, 203.0.113.9, 10.1.1.1, 127.0.0.1', 203.0.113.9",
    "'nonsense, 203.0.113.9:80 ,fd00::2', 203.0.113.9",
    "'203.0.113.9,, 10.1.1.1,', 203.0.113.9",
    "'10.0.0.1, 10.0.0.2', 10.0.0.1",
    "'6.6.6.6, nonsense, 10.1.1.1', 10.1.2.3",
  })
  void aListIsReadFromTheRightOverTrustedPeers(String value, String is) throws Exception {
    assertEquals(is, of("x-forwarded-for").ofEvent(request("10.1.2.3", value)));
  }

  @Test
  void severalLinesAreOneList() throws Exception {
    assertEquals(
        "203.0.113.9",
        of("x-forwarded-for")
            .of(request("10.1.2.3", "6.6.6.6", "203.0.113.9, 10.1.1.1", "10.2.2.2")));
    assertEquals(
        "203.0.113.9",
        of("forwarded")
            .ofEvent(request("10.1.2.3", "for=\"6.6.6.6", "for=203.0.113.9, for=10.1.1.1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "for=203.0.113.9|203.0.113.9",
        "For=203.0.113.9;proto=http;by=203.0.113.43|203.0.113.9",
        "proto=https;for=\"203.0.113.9:4711\";host=a|203.0.113.9",
        "for=\"[2001:db8:CAFE::17]:4711\"|2001:db8:cafe::17",
        "for=\"[2001:db8::17]:_port\"|2001:db8::17",
        "for=6.6.6.6, for=203.0.113.9;by=x, for=10.0.0.1|203.0.113.9",
        "for=6.6.6.6;host=\"a,for=1.1.1.1\\\",for=2.2.2.2\"|6.6.6.6",
        "for = 203.0.113.9|203.0.113.9",
        "for=unknown|10.1.2.3",
        "for=_hidden, for=10.0.0.1|10.1.2.3",
        "for=203.0.113.9, proto=https|10.1.2.3",
        "for=|10.1.2.3",
        "203.0.113.9|10.1.2.3",
        "for=\"203.0.113.9|10.1.2.3",
        // the proxy has put its element behind what a client sent with an open quote
        "for=6.6.6.6;x=\", for=203.0.113.9|10.1.2.3",
        "for=6.6.6.6;x=\", for=\"[2001:db8::1]\"|10.1.2.3",
        "for=6.6.6.6;x=\"\\\", for=203.0.113.9;by=\"_p\"|10.1.2.3",
        "for=6.6.6.6, for=\"\\, for=203.0.113.9|10.1.2.3",
      })
  void forwardedIsReadAsItsRfcSays(String value, String is) throws Exception {
    assertEquals(is, of("forwarded").ofEvent(request("10.1.2.3", value)));
    assertEquals(is.equals("10.1.2.3") ? 1 : 0, counters.badRealIps());
  }

  @Test
  void theLogOfABadLinkNamesTheClientAndCountsNothing() throws Exception {
    assertEquals("1.2.3.4", of("x-real-ip").of(request("10.1.2.3", "1.2.3.4")));
    assertEquals("10.1.2.3", of("x-real-ip").of(request("10.1.2.3", "nonsense")));
    assertEquals(0, counters.badRealIps());
  }

  @Test
  void withoutTheHeaderThePeerIsTheClient() throws Exception {
    assertEquals("10.0.0.1", of("x-real-ip").ofEvent(request("10.0.0.1")));
    assertEquals(0, counters.badRealIps());
  }

  @Test
  void whereTheConnectionNamesTheClientHeadersAreIgnored() throws Exception {
    for (String source : List.of("socket", "proxy-protocol")) {
      assertNull(ClientAddressSource.parse(source).header());
      assertEquals("10.0.0.1", of(source).ofEvent(request("10.0.0.1", "1.2.3.4")));
    }
    assertTrue(ClientAddressSource.parse("proxy-protocol").proxyProtocol());
    assertEquals("CF-Connecting-IP", ClientAddressSource.parse("header CF-Connecting-IP").header());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x-real", "header", "header ", "header a b", "header a:", "real-ip"})
  void anotherValueOfTheSettingIsRefused(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ClientAddressSource.parse(text))
            .getMessage();

    assertTrue(message.contains("x-forwarded-for") && message.contains("header"), message);
  }

  @Test
  void peersThatAreTrustedByDefaultAreLoggedOnceEach() throws Exception {
    try (CapturedLog log = CapturedLog.of(ClientAddress.class)) {
      ClientAddress address = of("x-real-ip", true);
      for (int i = 0; i < 3; i++) {
        address.ofEvent(request("127.0.0.1", "1.2.3.4"));
        address.ofEvent(request("10.1.2.3", "1.2.3.4"));
        address.ofEvent(request("fd00::1", "1.2.3.4"));
        address.ofEvent(request("10.1.2.4"));
        address.ofEvent(request("11.1.2.3", "1.2.3.4"));
      }
      assertEquals(2, log.lines().size(), log.lines().toString());
      assertTrue(log.lines().get(0).contains("127.0.0.0/8, ::1, 10.1.2.3"), log.lines().get(0));

      for (int i = 0; i < 100; i++) {
        address.ofEvent(request("10.2.2." + i, "1.2.3.4"));
      }
      assertEquals(16, log.lines().size());
    }
  }

  @Test
  void peersThatAnOperatorChoseAreNotLogged() throws Exception {
    try (CapturedLog log = CapturedLog.of(ClientAddress.class)) {
      of("x-real-ip").ofEvent(request("10.1.2.3", "1.2.3.4"));

      assertEquals(List.of(), log.lines());
    }
  }

  @Property
  void anyHeaderGivesAnAddress(@ForAll String first, @ForAll String second) throws Exception {
    for (String source : List.of("x-real-ip", "x-forwarded-for", "forwarded")) {
      String address = of(source).ofEvent(request("10.1.2.3", first, "for=" + second));

      assertTrue(address.matches("[0-9a-f.:]+"), address);
    }
  }

  private ClientAddress of(String source) {
    return of(source, false);
  }

  private ClientAddress of(String source, boolean trustedByDefault) {
    ClientAddressSource parsed = ClientAddressSource.parse(source);
    return new ClientAddress(
        parsed,
        new TrustedPeers(TRUSTED, trustedByDefault),
        counters,
        new DominantAddress(parsed, Clock.systemUTC()));
  }

  private static TrackingRequest request(String peer, String... header) throws Exception {
    return new TrackingRequest("/", false, "", List.of(header), InetAddress.getByName(peer), null);
  }
}
