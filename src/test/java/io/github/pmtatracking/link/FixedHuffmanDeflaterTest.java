package io.github.pmtatracking.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FixedHuffmanDeflaterTest {
  /** One for all, since what an earlier text left behind must not show. */
  private static final FixedHuffmanDeflater DEFLATE = new FixedHuffmanDeflater();

  @Provide
  Arbitrary<byte[]> texts() {
    Arbitrary<byte[]> octets =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(FixedHuffmanDeflater.MAX_BYTES);
    Arbitrary<byte[]> repetitions =
        Arbitraries.of("ab", "abc", "example.com", "{", "\u00e4", "x".repeat(70))
            .list()
            .ofMaxSize(60)
            .map(words -> String.join("", words).getBytes(StandardCharsets.UTF_8))
            .map(
                text -> Arrays.copyOf(text, Math.min(text.length, FixedHuffmanDeflater.MAX_BYTES)));
    return Arbitraries.oneOf(octets, repetitions);
  }

  @Property(tries = 3000)
  void whatIsCompressedInflatesToTheSame(@ForAll("texts") byte[] text) throws Exception {
    int length = DEFLATE.compress(text, text.length);

    assertArrayEquals(text, inflated(DEFLATE.bytes(), length));
  }

  @Test
  void theLongestRepetitionIsOneCode() throws Exception {
    byte[] text =
        ("{" + "x".repeat(FixedHuffmanDeflater.MAX_BYTES - 1)).getBytes(StandardCharsets.UTF_8);

    int length = DEFLATE.compress(text, text.length);

    assertTrue(length < 20, "length: " + length);
    assertArrayEquals(text, inflated(DEFLATE.bytes(), length));
  }

  private static byte[] inflated(byte[] octets, int length) throws DataFormatException {
    Inflater inflater = new Inflater();
    inflater.setInput(octets, 0, length);
    byte[] text = new byte[FixedHuffmanDeflater.MAX_BYTES + 1];
    int size = inflater.inflate(text);
    assertTrue(inflater.finished());
    assertEquals(0, inflater.getRemaining(), "nothing stands behind the checksum");
    inflater.end();
    return Arrays.copyOf(text, size);
  }
}
