package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.api.MessageRoom;
import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.wrapper.RewriteMemory;
import io.github.pmtatracking.wrapper.RewriteMemoryException;
import org.jspecify.annotations.Nullable;

/** Lets the rewriter take its memory from the proxy. One message, one thread. */
final class ProxyRewriteMemory implements RewriteMemory {
  private final MessageRoom room;
  private @Nullable SmtpRefusal refusal;

  ProxyRewriteMemory(MessageRoom room) {
    this.room = room;
  }

  @Override
  public boolean takeForDecoding(long bytes) {
    try {
      return room.takeScratch(bytes);
    } catch (SmtpRefusal noRoom) {
      refusal = noRoom;
      throw new RewriteMemoryException(bytes);
    }
  }

  @Override
  public boolean takeForTracking(long bytes) {
    try {
      return room.takeForCopies(bytes);
    } catch (SmtpRefusal noRoom) {
      refusal = noRoom;
      throw new RewriteMemoryException(bytes);
    }
  }

  @Override
  public void keep(long bytes) {
    room.keep(bytes);
  }

  /** The reply to the client after {@link RewriteMemoryException}. */
  SmtpRefusal refusal() {
    if (refusal == null) {
      throw new IllegalStateException("no memory was refused");
    }
    return refusal;
  }
}
