package io.github.pmtatracking.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Turns the replies to a {@link PipelinedCommands} into one, because Lettuce expects one reply for
 * a command (ADR 11). It is between Lettuce and the socket of each connection, and passes on other
 * replies unchanged. Used by the event loop of the connection only.
 */
final class ReplyCountingHandler extends ChannelDuplexHandler {
  private static final byte[] OK = "+OK\r\n".getBytes(US_ASCII);
  private static final int OK_AND_CR = '+' << 24 | 'O' << 16 | 'K' << 8 | '\r';

  private final Deque<Integer> batches = new ArrayDeque<>();
  private int open;
  private byte @Nullable [] error;
  private @Nullable ByteBuf unfinishedLine;

  /** Adds a handler to each connection. */
  static final class Installer implements NettyCustomizer {
    @Override
    public void afterChannelInitialized(Channel channel) {
      ChannelHandlerContext lettuce = channel.pipeline().context(CommandHandler.class);
      channel.pipeline().addBefore(lettuce.name(), "batch-replies", new ReplyCountingHandler());
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof PipelinedCommands batch) {
      if (batches.isEmpty()) {
        open = batch.replies();
      }
      batches.add(batch.replies());
    }
    context.write(message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (batches.isEmpty()) {
      context.fireChannelRead(message);
      return;
    }
    ByteBuf in = (ByteBuf) message;
    if (unfinishedLine != null) {
      in = unfinishedLine.writeBytes(in);
      ((ByteBuf) message).release();
      unfinishedLine = null;
    }
    ByteBuf out = context.alloc().buffer();
    while (!batches.isEmpty() && skipReply(in)) {
      if (--open == 0) {
        out.writeBytes(error == null ? OK : error);
        error = null;
        batches.remove();
        open = batches.isEmpty() ? 0 : batches.element();
      }
    }
    if (batches.isEmpty()) {
      out.writeBytes(in);
    } else if (in.isReadable()) {
      unfinishedLine = context.alloc().buffer().writeBytes(in);
    }
    in.release();
    if (out.isReadable()) {
      context.fireChannelRead(out);
    } else {
      // Lettuce would log a warning for an empty buffer, and not release it.
      out.release();
    }
  }

  /** Skips one reply and notes an error; false if the reply is not complete yet. */
  private boolean skipReply(ByteBuf in) {
    int start = in.readerIndex();
    if (in.readableBytes() >= OK.length && in.getInt(start) == OK_AND_CR) {
      in.skipBytes(OK.length);
      return true;
    }
    int lineFeed = in.indexOf(start, in.writerIndex(), (byte) '\n');
    if (lineFeed < 0) {
      return false;
    }
    byte[] line = new byte[lineFeed + 1 - start];
    in.readBytes(line);
    if (line[0] == '-' && error == null) {
      error = line;
    }
    return true;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (unfinishedLine != null) {
      unfinishedLine.release();
      unfinishedLine = null;
    }
  }
}
