package io.github.pmtatracking.wrapper;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done to a message, found once and then carried out for each copy. Immutable.
 *
 * @param message as it came
 * @param header its header block
 * @param idField its message id
 * @param bodies HTML to change, in order; empty if nothing is tracked
 * @param skipped why, if nothing is tracked
 */
record MessagePlan(
    byte[] message,
    HeaderBlock header,
    MessageIdField idField,
    List<HtmlBody> bodies,
    Skipped skipped) {

  /** Reads a message whose header block is well formed. */
  static MessagePlan of(
      byte[] message,
      HeaderBlock header,
      MessageIdField idField,
      LinkTargets targets,
      RewritePolicy policy) {
    if (!policy.dkim().allows(DkimSigners.of(header))) {
      return new MessagePlan(message, header, idField, List.of(), Skipped.DKIM_SIGNED);
    }
    MimeWalk walk = new MimeWalk(message, policy.amp());
    List<MimeWalk.HtmlPart> parts = walk.htmlParts(header);
    Skipped skipped = walk.skipped() != null ? walk.skipped() : Skipped.NO_HTML;
    List<HtmlBody> bodies = new ArrayList<>();
    for (MimeWalk.HtmlPart part : parts) {
      try {
        Slice content = part.encoding().decode(part.body());
        HtmlText text = HtmlText.of(part.charset(), content);
        if (text == null) {
          skipped = Skipped.UNKNOWN_CHARSET;
          continue;
        }
        if (text instanceof Utf16Text && part.encoding() instanceof PlainEncoding) {
          skipped = Skipped.MALFORMED_MIME; // its NULs would not get through SMTP: it is none
          continue;
        }
        List<Edit> edits = HtmlScan.edits(text, targets, policy);
        if (edits.isEmpty()) {
          skipped = Skipped.NOTHING_TO_TRACK;
        } else {
          bodies.add(new HtmlBody(part.body(), part.encoding(), content, text, edits, part.amp()));
        }
      } catch (MalformedBodyException damaged) {
        skipped = Skipped.MALFORMED_MIME;
      }
    }
    return new MessagePlan(message, header, idField, bodies, skipped);
  }

  /** Whether each recipient needs a copy of his own. */
  boolean isPersonal() {
    return bodies.stream().anyMatch(HtmlBody::isPersonal);
  }

  /** The same message with nothing to do but the id. */
  MessagePlan withoutEdits() {
    return untracked(message, header, idField);
  }

  static MessagePlan untracked(byte[] message, HeaderBlock header, MessageIdField idField) {
    return new MessagePlan(message, header, idField, List.of(), Skipped.NOTHING_TO_TRACK);
  }

  /** Carries the plan out. */
  Copy copy(List<String> recipients, String messageId, LinkMaker links) {
    OctetBuffer out = new OctetBuffer(message.length + 512 + bodies.size() * 4096);
    idField.write(messageId, out);
    byte[] lineEnd = Octets.ascii(header.lineEnd());
    int at = header.end();
    for (HtmlBody body : bodies) {
      out.write(message, at, body.body().from());
      body.write(links, lineEnd, out);
      at = body.body().to();
    }
    out.write(message, at, message.length);
    Outcome outcome =
        links.links() + links.pixels() > 0
            ? Outcome.tracked(links.links(), links.pixels())
            : Outcome.skipped(skipped);
    return new Copy(out.toArray(), recipients, messageId, outcome);
  }
}
