package io.github.pmtatracking.component.smtpproxy.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DotStuffingOutputTest {
  @Test
  void bareLineEndsAreWrittenAsCrlf() throws IOException {
    assertEquals("a\r\nb\r\nc\r\n.\r\n", written("a\nb\rc"));
    assertEquals("a\r\n..\r\n.\r\n", written("a\n.\n"));
    assertEquals("a\r\n..\r\n.\r\n", written("a\r."));
    assertEquals("a\r\n.\r\n", written("a\r"));
    assertEquals("..a\r\n.\r\n", written(".a"));
    assertEquals(".\r\n", written(""));
  }

  private static String written(String message) throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    DotStuffingOutput out = new DotStuffingOutput(wire);
    out.write(message.getBytes(ISO_8859_1));
    out.end();
    return wire.toString(ISO_8859_1);
  }
}
