package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.wrapper.bytes.BoundedBuffer;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A copy of a message that has been made once, so that writing it cannot fail any more. A small
 * copy is kept complete. Of a large one only the new links are kept; the rest is taken from the
 * original message. Immutable.
 */
public final class RewrittenMessage {
  /** Writes the same bytes each time. */
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Bytes of a copy that lies ready. */
  static final int MAX_KEPT = 256 << 10;

  private final Writer writer;
  private final long size;
  private final RewriteOutcome outcome;

  private RewrittenMessage(Writer writer, long size, RewriteOutcome outcome) {
    this.writer = writer;
    this.size = size;
    this.outcome = outcome;
  }

  /** A message as it came. */
  static RewrittenMessage same(byte[] message, RewriteOutcome outcome) {
    return new RewrittenMessage(out -> out.write(message), message.length, outcome);
  }

  /**
   * Writes a copy once, to nowhere: so what is wrong with it is found before anything is sent.
   *
   * @param keep whether it may be kept if it is small
   * @param expected bytes
   */
  static RewrittenMessage of(Writer writer, boolean keep, long expected, RewriteOutcome outcome)
      throws IOException {
    BoundedBuffer buffer = new BoundedBuffer(keep ? MAX_KEPT : 0, expected);
    writer.writeTo(buffer);
    ByteRange kept = buffer.kept();
    return new RewrittenMessage(kept == null ? writer : written(kept), buffer.size(), outcome);
  }

  private static Writer written(ByteRange kept) {
    return out -> out.write(kept.bytes(), kept.from(), kept.length());
  }

  RewrittenMessage with(RewriteOutcome other) {
    return new RewrittenMessage(writer, size, other);
  }

  /** Bytes, without dot-stuffing. */
  public long size() {
    return size;
  }

  /** What was done to it. */
  public RewriteOutcome outcome() {
    return outcome;
  }

  /**
   * Writes it whole, without dot-stuffing; each time the same.
   *
   * @throws IOException what {@code out} throws
   */
  public void writeTo(OutputStream out) throws IOException {
    writer.writeTo(out);
  }
}
