package io.github.pmtatracking.accounting;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.concurrent.CancellationException;

/** {@code SET key value EX seconds}, one of many whose answers are awaited together. */
final class SetWithExpiry extends Command<byte[], byte[], String> {
  private final Acknowledgements acknowledgements;

  SetWithExpiry(MessageAttributes attributes, long now, Acknowledgements acknowledgements) {
    super(
        CommandType.SET,
        new StatusOutput<>(ByteArrayCodec.INSTANCE),
        new CommandArgs<>(ByteArrayCodec.INSTANCE)
            .addKey(attributes.key())
            .addValue(attributes.json())
            .add("EX")
            .add(Math.max(1, attributes.expires() - now)));
    this.acknowledgements = acknowledgements;
  }

  @Override
  public void complete() {
    super.complete();
    String error = getOutput().getError();
    if (error == null) {
      acknowledgements.one();
    } else {
      acknowledgements.failed(new RedisRefusedException(error));
    }
  }

  @Override
  public boolean completeExceptionally(Throwable cause) {
    boolean first = super.completeExceptionally(cause);
    acknowledgements.failed(cause);
    return first;
  }

  @Override
  public void cancel() {
    super.cancel();
    acknowledgements.failed(new CancellationException("Redis went away before it answered"));
  }
}
