package io.github.pmtatracking.tracker.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of a connection: a task that is set takes the place of the one before. A scheduled
 * task keeps its connection in memory, so {@link #cancel} is to be called when that is closed. To
 * be used by the event loop of its connection.
 */
final class ConnectionTimer {
  private @Nullable ScheduledFuture<?> task;

  void set(ChannelHandlerContext ctx, Runnable work, long nanos) {
    cancel();
    if (ctx.channel().isOpen()) {
      task = ctx.executor().schedule(work, nanos, TimeUnit.NANOSECONDS);
    }
  }

  void cancel() {
    ScheduledFuture<?> current = task;
    if (current != null) {
      task = null;
      current.cancel(false);
    }
  }
}
