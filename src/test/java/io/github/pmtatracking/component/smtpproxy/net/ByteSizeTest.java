package io.github.pmtatracking.component.smtpproxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({"4096,4096", "256KiB,262144", "50MiB,52428800", "1GiB,1073741824"})
  void sizesAreRead(String text, long bytes) {
    assertEquals(bytes, ByteSize.parse(text, "maxMessageSize"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "5MB", "5XiB", "x", "iB", "99999999999GiB"})
  void aTextThatIsNoSizeIsRefusedWithTheOptionsName(String text) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text, "maxMessageSize"));
    assertTrue(e.getMessage().startsWith("maxMessageSize = \"" + text + "\": wanted"));
  }

  private static String text(InetAddress address) {
    return address.getHostAddress();
  }
}
