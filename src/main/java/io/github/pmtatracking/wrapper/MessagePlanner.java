package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.wrapper.html.Edit;
import io.github.pmtatracking.wrapper.html.HtmlText;
import io.github.pmtatracking.wrapper.html.LinkCount;
import io.github.pmtatracking.wrapper.html.LinkLimitException;
import io.github.pmtatracking.wrapper.html.TrackableUrls;
import io.github.pmtatracking.wrapper.html.TrackingEditFinder;
import io.github.pmtatracking.wrapper.html.TrackingKinds;
import io.github.pmtatracking.wrapper.mime.HeaderBlock;
import io.github.pmtatracking.wrapper.mime.HtmlPartFinder;
import io.github.pmtatracking.wrapper.mime.MalformedBodyException;
import io.github.pmtatracking.wrapper.mime.MimeLimitException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan of one message: finds the HTML parts, counts the links, asks for memory, and then
 * finds the edits. One use, one thread.
 */
final class MessagePlanner {
  /**
   * The content of an HTML part.
   *
   * @param text null if it cannot be read
   * @param skipped the reason if nothing in it is tracked
   */
  private record Content(
      HtmlPartFinder.HtmlPart part,
      @Nullable HtmlText text,
      LinkCount count,
      UntrackedReason skipped) {
    static Content unreadable(HtmlPartFinder.HtmlPart part, UntrackedReason why) {
      return new Content(part, null, NO_LINKS, why);
    }
  }

  private static final LinkCount NO_LINKS = new LinkCount(0, false);

  private final TrackableUrls targets;
  private final RewritePolicy policy;
  private final TrackingBudget budget;
  private final RewriteMemory memory;
  private UntrackedReason skipped = UntrackedReason.NO_HTML;

  MessagePlanner(
      TrackableUrls targets, RewritePolicy policy, TrackingBudget budget, RewriteMemory memory) {
    this.targets = targets;
    this.policy = policy;
    this.budget = budget;
    this.memory = memory;
  }

  /**
   * Reads a message whose header block is well formed.
   *
   * @throws RewriteLimitException if that would take more than the limits or the memory allow
   */
  MessagePlan plan(byte[] message, HeaderBlock header, MessageIdField idField)
      throws RewriteLimitException {
    List<String> signers = DkimSignatureDomains.of(header);
    if (!policy.dkim().allows(signers)) {
      return MessagePlan.untracked(message, header, idField, UntrackedReason.DKIM_SIGNED);
    }
    boolean arcSigned = signers.isEmpty() && header.isArcSigned();
    if (arcSigned && policy.arc() == ArcSigned.SKIP) {
      return MessagePlan.untracked(message, header, idField, UntrackedReason.ARC_SIGNED);
    }
    List<HtmlBody> bodies;
    try {
      bodies = bodies(contents(htmlParts(message, header)));
    } catch (MimeLimitException | LinkLimitException exceeded) {
      throw new RewriteLimitException(String.valueOf(exceeded.getMessage()));
    }
    long kept = bodies.isEmpty() ? 0 : budget.memory() + keptCopy(message);
    memory.keep(kept);
    return new MessagePlan(message, header, idField, bodies, skipped, arcSigned);
  }

  private List<HtmlPartFinder.HtmlPart> htmlParts(byte[] message, HeaderBlock header)
      throws MimeLimitException {
    HtmlPartFinder finder = new HtmlPartFinder(message, policy.amp(), policy.limits().parts());
    List<HtmlPartFinder.HtmlPart> parts = finder.htmlParts(header);
    if (finder.notEntered() != null) {
      skipped = UntrackedReason.of(finder.notEntered());
    }
    return parts;
  }

  private List<Content> contents(List<HtmlPartFinder.HtmlPart> parts) throws RewriteLimitException {
    long decoded = 0;
    for (HtmlPartFinder.HtmlPart part : parts) {
      long content = part.encoding().decodedLength(part.body());
      decoded += content + HtmlText.viewLength(part.charset(), Math.max(content, part.length()));
    }
    if (decoded > 0 && !memory.takeForDecoding(decoded)) {
      throw new RewriteLimitException("more decoded content than messageMemory allows");
    }
    List<Content> contents = new ArrayList<>(parts.size());
    for (HtmlPartFinder.HtmlPart part : parts) {
      contents.add(content(part));
    }
    return contents;
  }

  private Content content(HtmlPartFinder.HtmlPart part) {
    try {
      if (part.encoding().isIdentity() && HtmlText.isWide(part.charset())) {
        // SMTP does not carry the NULs of UTF-16, so the part is not in this charset
        return Content.unreadable(part, UntrackedReason.MALFORMED_MIME);
      }
      HtmlText text = HtmlText.of(part.charset(), part.encoding().decode(part.body()));
      if (text == null) {
        return Content.unreadable(part, UntrackedReason.UNKNOWN_CHARSET);
      }
      if (text.width() > 1 && part.encoding().isIdentity()) {
        // a byte order mark, without the NULs
        return Content.unreadable(part, UntrackedReason.MALFORMED_MIME);
      }
      LinkCount count = policy.track().click() ? LinkCount.of(text.view()) : NO_LINKS;
      return new Content(part, text, count, UntrackedReason.NOTHING_TO_TRACK);
    } catch (MalformedBodyException damaged) {
      return Content.unreadable(part, UntrackedReason.MALFORMED_MIME);
    }
  }

  /**
   * One pair of pixels for a message: clients show HTML behind its first as attachments. Where the
   * first HTML takes none (it is empty, or cannot be read), the next one gets the pair.
   */
  private TrackingKinds kinds(Content part, boolean pixelsBefore) {
    return part.part().first() || !pixelsBefore
        ? policy.track()
        : new TrackingKinds(false, false, policy.track().click());
  }

  private List<HtmlBody> bodies(List<Content> contents)
      throws RewriteLimitException, LinkLimitException {
    long texts = 0;
    long tags = 0;
    boolean base = false;
    for (Content part : contents) {
      texts += part.text() == null ? 0 : part.text().view().length();
      tags += part.count().tags();
      base |= part.count().base();
    }
    long wanted =
        budget.memory(contents.size(), texts, tags, base) + RewrittenMessage.MAX_KEPT_BYTES;
    if (!contents.isEmpty() && !memory.takeForTracking(wanted)) {
      throw new RewriteLimitException("more links than messageMemory allows");
    }
    List<HtmlBody> bodies = new ArrayList<>();
    boolean pixels = false;
    for (Content part : contents) {
      HtmlText text = part.text();
      if (text == null) {
        skipped = part.skipped();
        continue;
      }
      budget.countPart(text.width());
      List<Edit> edits =
          TrackingEditFinder.edits(text, targets, kinds(part, pixels), budget, part.count().base());
      pixels |= edits.stream().anyMatch(Edit.Pixel.class::isInstance);
      if (edits.isEmpty()) {
        skipped = part.skipped();
      } else {
        HtmlPartFinder.HtmlPart html = part.part();
        bodies.add(new HtmlBody(html.body(), html.encoding(), text.markup(), edits, html.amp()));
      }
    }
    return bodies;
  }

  private static long keptCopy(byte[] message) {
    return Math.min(RewrittenMessage.MAX_KEPT_BYTES, 2L * message.length);
  }
}
