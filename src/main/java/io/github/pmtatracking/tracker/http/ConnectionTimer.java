package io.github.pmtatracking.tracker.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The only timer of a connection: a new task replaces the one before. A scheduled task keeps its
 * connection in memory, so call {@link #cancel} when the connection is closed. Used by the event
 * loop of the connection.
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
