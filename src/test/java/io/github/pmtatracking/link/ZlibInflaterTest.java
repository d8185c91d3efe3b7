package io.github.pmtatracking.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class ZlibInflaterTest {
  private final ZlibInflater inflater = new ZlibInflater(100);

  private static byte[] deflated(String text) {
    Deflater deflater = new Deflater();
    deflater.setInput(text.getBytes(UTF_8));
    deflater.finish();
    byte[] out = new byte[200];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  @Test
  void aStreamBecomesItsTextAndBytesAfterItAreIgnored() throws Exception {
    byte[] stream = deflated("{\"rcpt\":\"ä@b\"}");

    assertEquals("{\"rcpt\":\"ä@b\"}", inflater.inflate(stream));
    assertEquals("{\"rcpt\":\"ä@b\"}", inflater.inflate(Arrays.copyOf(stream, stream.length + 5)));
  }

  @Test
  void aTextOfTheLargestSizeFitsAndOneByteMoreIsRefused() throws Exception {
    assertEquals("a".repeat(100), inflater.inflate(deflated("a".repeat(100))));
    assertThrows(BadLinkException.class, () -> inflater.inflate(deflated("a".repeat(101))));
  }

  @Test
  void aStreamThatIsCutOrDamagedIsRefusedAndTheNextOneIsRead() throws Exception {
    byte[] stream = deflated("{\"rcpt\":\"a@b\"}");
    byte[] damaged = stream.clone();
    damaged[damaged.length - 1] ^= 1;

    assertThrows(
        BadLinkException.class, () -> inflater.inflate(Arrays.copyOf(stream, stream.length - 1)));
    assertThrows(BadLinkException.class, () -> inflater.inflate(damaged));
    assertThrows(BadLinkException.class, () -> inflater.inflate(new byte[0]));
    assertEquals("{\"rcpt\":\"a@b\"}", inflater.inflate(stream));
  }
}
