package io.github.pmtatracking.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplyCountingHandlerTest {
  private static final String OOM = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel(new ReplyCountingHandler());

  @Test
  void whatIsNoBatchsPassesUnchanged() {
    String hello = "%1\r\n$6\r\nserver\r\n$5\r\nredis\r\n+OK\r\n";
    assertEquals(hello, answer(hello));
  }

  @Test
  void theAnswersOfABatchBecomeOne() {
    send(3);
    assertEquals("", answer("+OK\r\n+OK\r\n"));
    assertEquals("+OK\r\n", answer("+OK\r\n"));
  }

  @Test
  void nothingIsHandedOnBeforeABatchIsAnswered() {
    send(2);
    channel.writeInbound(Unpooled.copiedBuffer("+OK\r\n", US_ASCII));
    assertNull(channel.readInbound());
  }

  @Test
  void anErrorAmongTheAnswersIsTheAnswerAndTheNextBatchIsItsOwn() {
    send(3);
    send(2);
    assertEquals(OOM, answer("+OK\r\n" + OOM + "+OK\r\n"));
    assertEquals("+OK\r\n", answer("+OK\r\n+OK\r\n"));
  }

  @Test
  void whatFollowsTheLastBatchPassesUnchanged() {
    send(1);
    assertEquals("+OK\r\n$1\r\nx\r\n", answer("+PONG\r\n$1\r\nx\r\n"));
  }

  @Property(tries = 200)
  void whereTheBytesAreCutDoesNotMatter(
      @ForAll @IntRange(min = 1, max = 30) int chunk, @ForAll @IntRange(max = 6) int refused) {
    EmbeddedChannel pieces = new EmbeddedChannel(new ReplyCountingHandler());
    pieces.writeOutbound(
        new PipelinedCommands(4, buffer -> {}), new PipelinedCommands(3, buffer -> {}));
    StringBuilder replies = new StringBuilder();
    for (int i = 0; i < 7; i++) {
      replies.append(i == refused ? OOM : "+OK\r\n");
    }
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < replies.length(); at += chunk) {
      String piece = replies.substring(at, Math.min(replies.length(), at + chunk));
      pieces.writeInbound(Unpooled.copiedBuffer(piece, US_ASCII));
      out.append(read(pieces));
    }
    assertEquals(refused < 4 ? OOM + "+OK\r\n" : "+OK\r\n" + OOM, out.toString());
    assertTrue(!pieces.finish() || read(pieces).isEmpty());
  }

  private void send(int commands) {
    channel.writeOutbound(new PipelinedCommands(commands, buffer -> {}));
  }

  private String answer(String replies) {
    channel.writeInbound(Unpooled.copiedBuffer(replies, US_ASCII));
    return read(channel);
  }

  private static String read(EmbeddedChannel from) {
    StringBuilder text = new StringBuilder();
    for (ByteBuf part = from.readInbound(); part != null; part = from.readInbound()) {
      text.append(part.toString(US_ASCII));
      part.release();
    }
    return text.toString();
  }
}
