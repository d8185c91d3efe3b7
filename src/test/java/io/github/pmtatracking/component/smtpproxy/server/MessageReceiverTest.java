package io.github.pmtatracking.component.smtpproxy.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.message.MessageBuffer;
import io.github.pmtatracking.component.smtpproxy.upstream.DotStuffingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of DATA, in pieces of any size. */
class MessageReceiverTest {
  @Property(tries = 2_000)
  void aWrittenMessageIsReadBackInPiecesOfAnySize(
      @ForAll @StringLength(max = 60) @CharRange(from = '-', to = '0') String alphabet,
      @ForAll @IntRange(min = 1, max = 9) int pieces)
      throws IOException {
    // '-' and '0' stand for the line ends, so that many short lines with dots come up
    String message = alphabet.replace("-", "\r\n").replace("0", "\r\n.") + "\r\n";
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    DotStuffingOutput out = new DotStuffingOutput(wire);
    byte[] bytes = message.getBytes(ISO_8859_1);
    for (int from = 0; from < bytes.length; from += pieces) {
      out.write(bytes, from, Math.min(pieces, bytes.length - from));
    }
    out.end();

    byte[] sent = wire.toByteArray();
    assertTrue(new String(sent, ISO_8859_1).endsWith("\r\n.\r\n"));
    Read read = Read.of(new String(sent, ISO_8859_1) + "NOOP\r\n", pieces, false);
    assertEquals(message, read.text());
    assertEquals("NOOP\r\n", read.rest());
    assertFalse(read.flawed());
  }

  @Property(tries = 2_000)
  void onlyCrlfDotCrlfEndsAMessage(
      @ForAll @StringLength(max = 40) @CharRange(from = '\t', to = '/') String noise,
      @ForAll @IntRange(min = 1, max = 7) int pieces)
      throws IOException {
    String body = noise.replace('\t', '\r').replace('\u000b', '\n').replace('/', '\0');
    String wire = "x" + body.replace("\r\n.", "\r\n..") + "\r\n.\r\nrest";
    Read read = Read.of(wire, pieces, false);
    assertEquals("rest", read.rest());
    String paired = body.replace("\r\n", "");
    boolean bare =
        paired.indexOf('\r') >= 0 || paired.indexOf('\n') >= 0 || paired.indexOf('\0') >= 0;
    assertEquals(bare, read.flawed());
    assertEquals("x" + body + "\r\n", read.text());

    String normalised = Read.of(wire, pieces, true).text();
    assertEquals(normalised, normalised.replaceAll("\r(?!\n)|(?<!\r)\n|\0", "!"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void severalCrBeforeAnLfAreOneLineEndWhereLineEndsAreNormalised(int pieces) throws IOException {
    String wire =
        "X-Long: abc\r\r\n\tdef\r\nA: b\r\r\r\n\r\r\n" + "..dot\r\r\n.\r\r\nx\r\ry\r\n.\r\nrest";

    Read read = Read.of(wire, pieces, true);

    assertEquals("X-Long: abc\r\n\tdef\r\nA: b\r\n\r\n.dot\r\n\r\nx\r\n\r\ny\r\n", read.text());
    assertEquals("rest", read.rest());
  }

  private record Read(String text, String rest, boolean flawed) {
    static Read of(String wire, int pieces, boolean normalise) throws IOException {
      byte[] bytes = wire.getBytes(ISO_8859_1);
      try (MessageBuffer spool = new MessageBuffer(1 << 20, 1 << 20, null)) {
        MessageReceiver reader = new MessageReceiver(spool, normalise);
        int position = 0;
        while (!reader.atEnd()) {
          int end = Math.min(bytes.length, position + pieces);
          assertTrue(position < end, "no end was found in " + wire);
          position = reader.accept(bytes, position, end);
        }
        String text = new String((byte[]) spool.body(), ISO_8859_1);
        String rest = new String(bytes, position, bytes.length - position, ISO_8859_1);
        return new Read(text, rest, reader.isFlawed());
      }
    }
  }
}
