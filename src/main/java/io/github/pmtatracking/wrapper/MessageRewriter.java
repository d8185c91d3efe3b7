package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.wrapper.html.TrackableUrls;
import io.github.pmtatracking.wrapper.mime.HeaderBlock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Puts tracking into messages: links that lead to the tracker, pixels that tell of opens, and the
 * message id that ties both to PowerMTA's accounting (docs/formats.md, "Changes to a message").
 * Nothing else of a message changes. Thread-safe; no message leaves anything behind for the next.
 */
public final class MessageRewriter {
  /** Bytes that the id's line may add to a message. */
  private static final int ID_LINE = 1_024;

  private final Function<TrackingLink, String> urls;
  private final RewritePolicy policy;
  private final TrackableUrls targets;
  private final MessageIdGenerator ids;

  public MessageRewriter(TrackingUrl tracker, RewritePolicy policy) {
    this(
        policy,
        new TrackableUrls(tracker),
        tracker::encode,
        new MessageIdGenerator(InstantSource.system()));
  }

  MessageRewriter(
      RewritePolicy policy,
      TrackableUrls targets,
      Function<TrackingLink, String> urls,
      MessageIdGenerator ids) {
    this.policy = policy;
    this.targets = targets;
    this.urls = urls;
    this.ids = ids;
  }

  /** As {@link #rewrite(byte[], List, RewriteMemory, long)}, with all the memory it wants. */
  public List<TrackedCopy> rewrite(byte[] message, List<String> recipients) {
    return rewrite(message, recipients, RewriteMemory.UNLIMITED, Long.MAX_VALUE);
  }

  /**
   * Rewrites one message.
   *
   * @param message as the client sent it, without dot-stuffing; must not change while copies are
   *     made
   * @param recipients the envelope's, at least one
   * @param memory what the work may take beside the message itself
   * @param mostBytes that a copy may have; a message goes untracked if one would have more
   * @return one copy for each recipient, or one for all if nothing in it tells them apart
   * @throws RewriteFailedException if the rewriter failed and the policy is {@link
   *     OnFault#TEMPFAIL}; making a copy may throw it too
   * @throws RewriteMemoryException if there was no memory in time
   */
  public List<TrackedCopy> rewrite(
      byte[] message, List<String> recipients, RewriteMemory memory, long mostBytes) {
    List<String> everybody = List.copyOf(recipients);
    if (policy.off()) {
      return List.of(same(message, everybody, UntrackedReason.TRACKING_OFF));
    }
    HeaderBlock header = HeaderBlock.read(message, 0, message.length);
    if (!header.wellFormed()) {
      return List.of(same(message, everybody, UntrackedReason.MALFORMED_HEADER));
    }
    if (header.tooMuch()) {
      return List.of(same(message, everybody, UntrackedReason.TOO_MUCH));
    }
    MessageIdField idField = new MessageIdField(message, header);
    String firstId = idField.given() != null ? idField.given() : ids.next();
    long most = Math.min(mostBytes, message.length + policy.limits().growth() + ID_LINE);
    MessagePlan plan;
    try {
      plan = plan(message, header, idField, firstId, everybody, memory);
    } catch (RewriteMemoryException noMemory) {
      throw noMemory;
    } catch (RuntimeException | Error fault) {
      memory.keep(0);
      MessagePlan nothing =
          MessagePlan.untracked(message, header, idField, UntrackedReason.NOTHING_TO_TRACK);
      RewrittenMessage untracked = faulty(nothing, firstId, fault);
      return List.of(new TrackedCopy(everybody, firstId, () -> untracked));
    }
    if (everybody.size() > 1
        && plan.isPersonal()
        && policy.multipleRecipients() != MultipleRecipients.SHARED) {
      return personal(plan, everybody, firstId, most);
    }
    String recipient = everybody.size() == 1 ? everybody.get(0) : "";
    return List.of(new TrackedCopy(everybody, firstId, () -> make(plan, recipient, firstId, most)));
  }

  private static TrackedCopy same(byte[] message, List<String> everybody, UntrackedReason reason) {
    RewrittenMessage same = RewrittenMessage.same(message, RewriteOutcome.skipped(reason));
    return new TrackedCopy(everybody, "", () -> same);
  }

  private MessagePlan plan(
      byte[] message,
      HeaderBlock header,
      MessageIdField idField,
      String firstId,
      List<String> everybody,
      RewriteMemory memory) {
    int longest = everybody.stream().mapToInt(String::length).max().orElse(0);
    TrackingBudget budget = new TrackingBudget(policy.limits(), firstId, longest);
    try {
      return new MessagePlanner(targets, policy, budget, memory).plan(message, header, idField);
    } catch (RewriteLimitException tooMuch) {
      memory.keep(0);
      return MessagePlan.untracked(message, header, idField, UntrackedReason.TOO_MUCH);
    }
  }

  /** A copy for each recipient; the first keeps the id that the client gave. */
  private List<TrackedCopy> personal(
      MessagePlan plan, List<String> recipients, String firstId, long most) {
    List<TrackedCopy> copies = new ArrayList<>(recipients.size());
    for (String recipient : recipients) {
      String id = copies.isEmpty() ? firstId : ids.next();
      copies.add(new TrackedCopy(List.of(recipient), id, () -> make(plan, recipient, id, most)));
    }
    return copies;
  }

  private RewrittenMessage make(MessagePlan plan, String recipient, String id, long most) {
    try {
      return plan.copy(id, new TrackingLinks(urls, id, recipient), most);
    } catch (RewriteLimitException tooMuch) {
      return untracked(plan.untracked(UntrackedReason.TOO_MUCH), id);
    } catch (RuntimeException | Error fault) {
      return faulty(plan.untracked(UntrackedReason.NOTHING_TO_TRACK), id, fault);
    }
  }

  private RewrittenMessage untracked(MessagePlan nothing, String id) {
    try {
      return nothing.copy(id, new TrackingLinks(urls, id, ""), Long.MAX_VALUE);
    } catch (RewriteLimitException e) {
      throw new IllegalStateException("a message with nothing to do is too much", e);
    }
  }

  private RewrittenMessage faulty(MessagePlan nothing, String id, Throwable fault) {
    if (fault instanceof VirtualMachineError trouble && !(fault instanceof StackOverflowError)) {
      throw trouble; // which is not the message's
    }
    if (policy.onFault() == OnFault.TEMPFAIL) {
      throw new RewriteFailedException(fault);
    }
    return untracked(nothing, id).with(RewriteOutcome.faulty(fault));
  }
}
