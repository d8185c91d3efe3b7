package io.github.pmtatracking.wrapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * One message for upstream, for some of its recipients. It takes almost no memory until {@link
 * #make} is called. Thread-safe.
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

  /** To whom it goes, at least one. */
  public List<String> recipients() {
    return recipients;
  }

  /**
   * Its {@code X-Sp-Message-Id}, {@code ""} if it has none (tracking off, or no header block to add
   * it to).
   */
  public String messageId() {
    return messageId;
  }

  /**
   * Makes the copy, each time anew.
   *
   * @throws RewriteFailedException if the rewriter failed and the policy is {@link
   *     OnFault#TEMPFAIL}
   */
  public RewrittenMessage make() {
    return maker.get();
  }

  /** What is done to it. */
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
      throw new UncheckedIOException(e); // memory takes all
    }
    return out.toByteArray();
  }
}
