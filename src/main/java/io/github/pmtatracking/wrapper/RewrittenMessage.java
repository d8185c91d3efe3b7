package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.wrapper.bytes.BoundedBuffer;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A copy of a message that was written once without output, so that writing it again cannot fail. A
 * small copy is kept complete. Of a large one only the new links are kept; the rest is taken from
 * the original message. Immutable.
 */
public final class RewrittenMessage {
  /** Writes the same bytes each time. */
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Size up to which a copy is kept complete, in bytes. */
  static final int MAX_KEPT_BYTES = 256 << 10;

  private final Writer writer;
  private final long size;
  private final RewriteOutcome outcome;

  private RewrittenMessage(Writer writer, long size, RewriteOutcome outcome) {
    this.writer = writer;
    this.size = size;
    this.outcome = outcome;
  }

  /** A message without any change. */
  static RewrittenMessage same(byte[] message, RewriteOutcome outcome) {
    return new RewrittenMessage(out -> out.write(message), message.length, outcome);
  }

  /**
   * Writes a copy once without output, so that a failure is found before any byte is sent.
   *
   * @param keep whether a small copy may be kept complete
   * @param expected its likely size in bytes
   */
  static RewrittenMessage of(Writer writer, boolean keep, long expected, RewriteOutcome outcome)
      throws IOException {
    BoundedBuffer buffer = new BoundedBuffer(keep ? MAX_KEPT_BYTES : 0, expected);
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

  /** Its size in bytes, without dot-stuffing. */
  public long size() {
    return size;
  }

  /** The changes in it. */
  public RewriteOutcome outcome() {
    return outcome;
  }

  /**
   * Writes all of it, without dot-stuffing; the same bytes each time.
   *
   * @throws IOException what {@code out} throws
   */
  public void writeTo(OutputStream out) throws IOException {
    writer.writeTo(out);
  }
}
