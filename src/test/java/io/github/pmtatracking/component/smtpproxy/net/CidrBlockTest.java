package io.github.pmtatracking.component.smtpproxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrBlockTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "0.0.0.0/0, 192.0.2.8, true",
    "fc00::/7, fd12::1, true",
    "fc00::/7, fe80::1, false",
    "::1, 127.0.0.1, false"
  })
  void aNetworkContainsAnAddressOrNot(String network, String address, boolean inside)
      throws Exception {
    assertEquals(
        inside, CidrBlock.parse(network, "clients").contains(InetAddress.getByName(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10/8", "example.com", "10.0.0.0/x", "/8", "fc00::/129"})
  void aTextThatIsNoNetworkIsRefusedWithTheOptionsName(String text) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> CidrBlock.parseList(text, "clients"));
    assertTrue(e.getMessage().startsWith("clients: \"" + text + "\""), e.getMessage());
  }

  private static String text(InetAddress address) {
    return address.getHostAddress();
  }
}
