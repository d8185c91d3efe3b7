package io.github.pmtatracking.wrapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * A copy of a message for some of its recipients. It takes almost no memory until {@link #make} is
 * called. Thread-safe.
 */
public final class TrackedCopy {
  private final List<String> recipients;
  private final String messageId;
  private final Supplier<RewrittenMessage> maker;

  TrackedCopy(List<String> recipients, String messageId, Supplier<RewrittenMessage> maker) {
    this.recipients = List.copyOf(recipients);
    this.messageId = messageId;
    this.maker = maker;
  }

  /** Its recipients, at least one. */
  public List<String> recipients() {
    return recipients;
  }

  /**
   * Its {@code X-Sp-Message-Id}; {@code ""} if it has none (tracking is off, or there is no valid
   * header block).
   */
  public String messageId() {
    return messageId;
  }

  /**
   * Makes the copy. Each call makes it again, with the same bytes.
   *
   * @throws RewriteFailedException if the rewriter failed and the policy is {@link
   *     OnFault#TEMPFAIL}
   */
  public RewrittenMessage make() {
    return maker.get();
  }

  /** The changes in it. */
  public RewriteOutcome outcome() {
    return make().outcome();
  }

  /** All of it, without dot-stuffing. */
  public byte[] message() {
    RewrittenMessage made = make();
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) made.size());
    try {
      made.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a buffer in memory does not fail
    }
    return out.toByteArray();
  }
}
