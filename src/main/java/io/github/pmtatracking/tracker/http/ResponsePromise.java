package io.github.pmtatracking.tracker.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * The outcome of writing a response as netty-http is to see it. It warns of every failure but a
 * closed connection, and a reader that resets its connection is nothing to warn of.
 */
final class ResponsePromise {
  private ResponsePromise() {}

  /** A promise for the write itself, whose outcome becomes that of {@code seen}. */
  static ChannelPromise reportingTo(ChannelHandlerContext ctx, ChannelPromise seen) {
    ChannelPromise written = ctx.newPromise();
    if (!seen.isVoid()) {
      written.addListener((ChannelFuture done) -> report(done, seen));
    }
    return written;
  }

  private static void report(ChannelFuture written, ChannelPromise seen) {
    Throwable cause = written.cause();
    if (cause == null) {
      seen.trySuccess();
    } else if (cause instanceof IOException) {
      ClosedChannelException closed = new ClosedChannelException();
      closed.initCause(cause);
      seen.tryFailure(closed);
    } else {
      seen.tryFailure(cause);
    }
  }
}
