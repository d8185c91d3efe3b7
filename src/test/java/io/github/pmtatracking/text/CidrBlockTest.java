package io.github.pmtatracking.text;

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
    "127.0.0.0/8,127.255.0.1,true",
    "127.0.0.0/8,128.0.0.1,false",
    "10.1.2.0/23,10.1.3.255,true",
    "10.1.2.0/23,10.1.4.0,false",
    "192.0.2.7,192.0.2.7,true",
    "192.0.2.7,192.0.2.8,false",
    "0.0.0.0/0,203.0.113.9,true",
    "0.0.0.0/0,2001:db8::1,false",
    "fc00::/7,fd12::1,true",
    "fc00::/7,2001:db8::1,false",
    "fc00::/7,fe80::1,false",
    "::1,::1,true",
    "127.0.0.0/8,::ffff:127.0.0.1,true"
  })
  void aNetworkHoldsTheAddressesOfItsPrefix(String network, String address, boolean expected)
      throws Exception {
    assertEquals(expected, CidrBlock.parse(network).contains(InetAddress.getByName(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/x", "10.0.0", "::1/129", "10.0.0.0/-1"})
  void whatIsNoNetworkIsRefused(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> CidrBlock.parse(text));
    assertTrue(e.getMessage().contains("\"" + text + "\""), e.getMessage());
  }
}
