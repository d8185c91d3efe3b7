package io.github.pmtatracking.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/**
 * Many commands that pass through Lettuce as one (ADR 11). Each must be of a kind that Redis
 * answers with one line ({@code SET}, {@code PING}). Completes when all replies have arrived,
 * exceptionally if one of them is an error.
 */
public final class PipelinedCommands extends AsyncCommand<byte[], byte[], String> {
  private final int replies;

  /**
   * @param commands how many commands the encoder writes, at least 1
   * @param encoder writes the commands as Redis reads them; called again after a reconnect
   */
  public PipelinedCommands(int commands, Consumer<ByteBuf> encoder) {
    super(new Encoded(encoder));
    this.replies = commands;
  }

  int replies() {
    return replies;
  }

  private static final class Encoded extends Command<byte[], byte[], String> {
    private final Consumer<ByteBuf> encoder;

    Encoded(Consumer<ByteBuf> encoder) {
      super(CommandType.SET, new StatusOutput<>(ByteArrayCodec.INSTANCE));
      this.encoder = encoder;
    }

    @Override
    public void encode(ByteBuf buffer) {
      encoder.accept(buffer);
    }
  }
}
