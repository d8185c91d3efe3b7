package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import io.github.pmtatracking.wrapper.bytes.LineLengthOutput;
import io.github.pmtatracking.wrapper.mime.HeaderBlock;
import io.github.pmtatracking.wrapper.mime.Splice;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes to a message. They are found once and then made for each copy. Immutable.
 *
 * @param message the client's message
 * @param header its header block
 * @param idField its message id
 * @param bodies HTML to change, in order; empty if nothing is tracked
 * @param skipped the reason, if nothing is tracked
 * @param arcSigned whether tracking breaks a signature of ARC or DomainKeys
 */
record MessagePlan(
    byte[] message,
    HeaderBlock header,
    MessageIdField idField,
    List<HtmlBody> bodies,
    UntrackedReason skipped,
    boolean arcSigned) {

  /** A plan that adds the message id only. */
  static MessagePlan untracked(
      byte[] message, HeaderBlock header, MessageIdField idField, UntrackedReason skipped) {
    return new MessagePlan(message, header, idField, List.of(), skipped, false);
  }

  /** Whether copies differ by recipient. */
  boolean isPersonal() {
    return bodies.stream().anyMatch(HtmlBody::isPersonal);
  }

  /** The same message with its message id only. */
  MessagePlan untracked(UntrackedReason reason) {
    return untracked(message, header, idField, reason);
  }

  /**
   * Makes one copy.
   *
   * @param maxBytes size that a tracked copy may have
   * @throws RewriteLimitException if the copy is larger
   */
  RewrittenMessage copy(String messageId, TrackingLinks links, long maxBytes)
      throws RewriteLimitException {
    List<List<Splice>> splices = new ArrayList<>(bodies.size());
    for (HtmlBody body : bodies) {
      splices.add(body.splices(links));
    }
    RewriteOutcome outcome =
        links.links() + links.pixels() > 0
            ? new RewriteOutcome(links.links(), links.pixels(), null, null, arcSigned)
            : RewriteOutcome.skipped(skipped);
    long expected = message.length + 512L + 512L * (links.links() + links.pixels());
    RewrittenMessage copy;
    try {
      copy =
          RewrittenMessage.of(
              out -> write(messageId, splices, out), !bodies.isEmpty(), expected, outcome);
    } catch (IOException e) {
      throw new IllegalStateException("a buffer in memory failed", e);
    }
    if (!bodies.isEmpty() && copy.size() > maxBytes) {
      throw new RewriteLimitException("more growth than allowed");
    }
    return copy;
  }

  private void write(String messageId, List<List<Splice>> splices, OutputStream stream)
      throws IOException {
    LineLengthOutput out = new LineLengthOutput(stream);
    idField.write(messageId, out);
    byte[] lineEnd = Ascii.ascii(header.lineEnd());
    int at = header.end();
    for (int i = 0; i < bodies.size(); i++) {
      ByteRange body = bodies.get(i).body();
      out.write(message, at, body.from());
      if (splices.get(i).isEmpty()) {
        out.write(message, body.from(), body.to());
      } else {
        bodies.get(i).encoding().write(body, splices.get(i), lineEnd, out);
      }
      at = body.to();
    }
    out.write(message, at, message.length);
    out.flush();
  }
}
