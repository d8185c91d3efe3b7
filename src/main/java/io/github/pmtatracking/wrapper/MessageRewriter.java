package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Puts tracking into messages: links that lead to the tracker, pixels that tell of opens, and the
 * message id that ties both to PowerMTA's accounting (FACTS.md 6 and 7). Nothing else of a message
 * changes. Thread-safe; no message leaves anything behind for the next.
 */
public final class MessageRewriter {
  private final Function<TrackingLink, String> urls;
  private final RewritePolicy policy;
  private final LinkTargets targets;
  private final MessageIds ids;

  public MessageRewriter(TrackingUrl tracker, RewritePolicy policy) {
    this(policy, new LinkTargets(tracker), tracker::encode, new MessageIds(InstantSource.system()));
  }

  MessageRewriter(
      RewritePolicy policy,
      LinkTargets targets,
      Function<TrackingLink, String> urls,
      MessageIds ids) {
    this.policy = policy;
    this.targets = targets;
    this.urls = urls;
    this.ids = ids;
  }

  /**
   * Rewrites one message. Copies are made one by one as the list is read, each time anew, so that
   * no more than one of them needs memory: read the list once, from first to last.
   *
   * @param message as the client sent it, without dot-stuffing; must not change while the copies
   *     are read
   * @param recipients the envelope's, at least one
   * @return one copy for each recipient, or one for all if nothing in it tells them apart
   * @throws RewriteFaultException if the rewriter failed and the policy is {@link
   *     OnFault#TEMPFAIL}; reading the list may throw it too
   */
  public List<Copy> rewrite(byte[] message, List<String> recipients) {
    List<String> everybody = List.copyOf(recipients);
    if (policy.off()) {
      return List.of(new Copy(message, everybody, "", Outcome.skipped(Skipped.TRACKING_OFF)));
    }
    HeaderBlock header = HeaderBlock.read(message, 0, message.length);
    if (!header.wellFormed()) {
      return List.of(new Copy(message, everybody, "", Outcome.skipped(Skipped.MALFORMED_HEADER)));
    }
    MessageIdField idField = new MessageIdField(message, header);
    String firstId = idField.given() != null ? idField.given() : ids.next();
    MessagePlan plan;
    try {
      plan = MessagePlan.of(message, header, idField, targets, policy);
    } catch (RuntimeException fault) {
      MessagePlan nothing = MessagePlan.untracked(message, header, idField);
      return List.of(faulty(nothing, everybody, firstId, fault));
    }
    if (everybody.size() > 1
        && plan.isPersonal()
        && policy.multipleRecipients() != MultipleRecipients.SHARED) {
      return new PersonalCopies(plan, everybody, firstId);
    }
    return List.of(copy(plan, everybody, everybody.size() == 1 ? everybody.get(0) : "", firstId));
  }

  private Copy copy(MessagePlan plan, List<String> recipients, String recipient, String id) {
    try {
      return plan.copy(recipients, id, new LinkMaker(urls, id, recipient));
    } catch (RuntimeException fault) {
      return faulty(plan.withoutEdits(), recipients, id, fault);
    }
  }

  private Copy faulty(
      MessagePlan nothing, List<String> recipients, String id, RuntimeException fault) {
    if (policy.onFault() == OnFault.TEMPFAIL) {
      throw new RewriteFaultException(fault);
    }
    byte[] message = nothing.copy(recipients, id, new LinkMaker(urls, id, "")).message();
    return new Copy(message, recipients, id, Outcome.faulty(fault));
  }

  /** A copy for each recipient; the first keeps the id that the client gave. */
  private final class PersonalCopies extends AbstractList<Copy> {
    private final MessagePlan plan;
    private final List<String> recipients;
    private final List<String> messageIds = new ArrayList<>();

    PersonalCopies(MessagePlan plan, List<String> recipients, String firstId) {
      this.plan = plan;
      this.recipients = recipients;
      messageIds.add(firstId);
      while (messageIds.size() < recipients.size()) {
        messageIds.add(ids.next());
      }
    }

    @Override
    public Copy get(int i) {
      String recipient = recipients.get(i);
      return copy(plan, List.of(recipient), recipient, messageIds.get(i));
    }

    @Override
    public int size() {
      return recipients.size();
    }
  }
}
