package io.github.pmtatracking.tracker.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * Reports the outcome of writing a response to netty-http. netty-http logs a warning for every
 * failure except a closed connection, so a connection that the client has reset is reported as
 * closed.
 */
final class ResponsePromise {
  private ResponsePromise() {}

  /** A promise for the write; its outcome becomes the outcome of {@code seen}. */
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
