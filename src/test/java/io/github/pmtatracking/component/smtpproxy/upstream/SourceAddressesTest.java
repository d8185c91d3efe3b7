package io.github.pmtatracking.component.smtpproxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceAddressesTest {
  @Test
  void addressesAreChosenByNetworkAndByUser() throws Exception {
    SourceAddresses sources =
        new SourceAddresses("10.1.0.0/16=127.0.1.1, 10.0.0.0/8=127.0.1.2,user:a=b@c=127.0.1.3");
    assertEquals("127.0.1.1", text(sources.forClient(InetAddress.getByName("10.1.2.3"))));
    assertEquals("127.0.1.2", text(sources.forClient(InetAddress.getByName("10.2.2.3"))));
    assertNull(sources.forClient(InetAddress.getByName("192.0.2.1")));
    assertEquals("127.0.1.3", text(sources.forUser("a=b@c")));
    assertNull(sources.forUser("other"));
    for (String bad : List.of("10.0.0.0/8", "10.0.0.0/8=127.0.0.0/8", "x=127.0.0.1", "=1.2.3.4")) {
      assertThrows(IllegalArgumentException.class, () -> new SourceAddresses(bad), bad);
    }
  }

  private static String text(InetAddress address) {
    return address.getHostAddress();
  }
}
