package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes are those that Lettuce writes for the same command. */
class RespEncoderTest {
  private static final ByteArrayCodec BYTES = ByteArrayCodec.INSTANCE;

  private final ByteBuf ours = Unpooled.buffer();
  private final ByteBuf lettuces = Unpooled.buffer();

  @ParameterizedTest
  @ValueSource(longs = {1, 9, 10, 99, 100, 1_209_600, Integer.MAX_VALUE, 4_000_000_000_000L})
  void aSetWithAnyTime(long seconds) {
    check("msgID_1".getBytes(UTF_8), "{\"rcpt\":\"ä@example.com\"}".getBytes(UTF_8), seconds);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 99, 100, 999, 1_000, 65_536, 1_000_000})
  void aSetWithAnyLength(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) '\n');
    check(bytes, bytes, 60);
  }

  @Test
  void severalCommandsFollowEachOther() {
    check("a".getBytes(UTF_8), "1".getBytes(UTF_8), 1);
    check("b".getBytes(UTF_8), "2".getBytes(UTF_8), 22);
    RespEncoder.ping(ours);
    new Command<>(CommandType.PING, new StatusOutput<>(BYTES), new CommandArgs<>(BYTES))
        .encode(lettuces);
    assertEquals(text(lettuces), text(ours));
  }

  private void check(byte[] key, byte[] value, long seconds) {
    RespEncoder.set(ours, key, value, seconds);
    new Command<>(
            CommandType.SET,
            new StatusOutput<>(BYTES),
            new CommandArgs<>(BYTES).addKey(key).addValue(value).add("EX").add(seconds))
        .encode(lettuces);
    assertEquals(text(lettuces), text(ours));
  }

  private static String text(ByteBuf bytes) {
    return ByteBufUtil.hexDump(bytes);
  }
}
