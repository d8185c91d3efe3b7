package io.github.pmtatracking.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.settings.Network;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private final TrackerCounters counters = new TrackerCounters();
  private final ClientAddress address =
      new ClientAddress(List.of(Network.parse("10.0.0.0/8"), Network.parse("fc00::/7")), counters);

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
  })
  void onlyATrustedPeerSpeaksForTheReader(String peer, String realIp, String is, long bad)
      throws Exception {
    assertEquals(is, address.of(request(InetAddress.getByName(peer), realIp)));
    assertEquals(bad, counters.badRealIps());
  }

  @Test
  void withoutTheHeaderThePeerIsTheReader() throws Exception {
    ReaderRequest request =
        new ReaderRequest("/", false, "", null, InetAddress.getByName("10.0.0.1"), null);

    assertEquals("10.0.0.1", address.of(request));
    assertEquals(0, counters.badRealIps());
  }

  private static ReaderRequest request(InetAddress peer, String realIp) {
    return new ReaderRequest("/", false, "", realIp, peer, null);
  }
}
