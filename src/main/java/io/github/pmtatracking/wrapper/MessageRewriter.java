package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.wrapper.html.TrackableUrls;
import io.github.pmtatracking.wrapper.mime.HeaderBlock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Adds tracking to messages: links that lead to the tracker, pixels that report opens, and the
 * message id that joins both with PowerMTA's accounting (docs/formats.md, "Changes to a message").
 * Nothing else of a message changes. Thread-safe; keeps nothing of a message.
 */
public final class MessageRewriter {
  /** Bytes that the line with the message id may add. */
  private static final int MAX_ID_LINE = 1_024;

  private final BiFunction<TrackingLink, @Nullable String, String> urls;
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
      BiFunction<TrackingLink, @Nullable String, String> urls,
      MessageIdGenerator ids) {
    this.policy = policy;
    this.targets = targets;
    this.urls = urls;
    this.ids = ids;
  }

  /** As {@link #rewrite(byte[], List, RewriteMemory, long)}, without a limit of memory. */
  public List<TrackedCopy> rewrite(byte[] message, List<String> recipients) {
    return rewrite(message, recipients, RewriteMemory.UNLIMITED, Long.MAX_VALUE);
  }

  /**
   * Rewrites one message.
   *
   * @param message the client's message, without dot-stuffing; must not change while copies are
   *     made
   * @param recipients of the envelope, at least one
   * @param memory for the work, without the message itself
   * @param maxBytes size that a copy may have; a message whose copy would be larger is not tracked
   * @return one copy for each recipient, or one for all if nothing in it differs by recipient
   * @throws RewriteFailedException if the rewriter failed and the policy is {@link
   *     OnFault#TEMPFAIL}; {@link TrackedCopy#make} throws it too
   * @throws RewriteMemoryException if there was no memory in time
   */
  public List<TrackedCopy> rewrite(
      byte[] message, List<String> recipients, RewriteMemory memory, long maxBytes) {
    List<String> all = List.copyOf(recipients);
    if (policy.off()) {
      return List.of(same(message, all, UntrackedReason.TRACKING_OFF));
    }
    HeaderBlock header = HeaderBlock.read(message, 0, message.length);
    if (!header.wellFormed()) {
      return List.of(same(message, all, UntrackedReason.MALFORMED_HEADER));
    }
    if (header.tooMuch()) {
      return List.of(same(message, all, UntrackedReason.TOO_MUCH));
    }
    MessageIdField idField = new MessageIdField(message, header);
    String firstId = idField.given() != null ? idField.given() : ids.next();
    long maxSize = Math.min(maxBytes, message.length + policy.limits().growth() + MAX_ID_LINE);
    MessagePlan plan;
    try {
      plan = plan(message, header, idField, firstId, all, memory);
    } catch (RewriteMemoryException noMemory) {
      throw noMemory;
    } catch (RuntimeException | Error fault) {
      memory.keep(0);
      MessagePlan nothing =
          MessagePlan.untracked(message, header, idField, UntrackedReason.NOTHING_TO_TRACK);
      RewrittenMessage untracked = failed(nothing, firstId, fault);
      return List.of(new TrackedCopy(all, firstId, () -> untracked));
    }
    if (all.size() > 1 && plan.isPersonal() && !policy.oneCopyForAll()) {
      return personal(plan, all, firstId, maxSize);
    }
    String recipient = all.size() == 1 ? all.get(0) : "";
    return List.of(new TrackedCopy(all, firstId, () -> make(plan, recipient, firstId, maxSize)));
  }

  private static TrackedCopy same(byte[] message, List<String> all, UntrackedReason reason) {
    RewrittenMessage same = RewrittenMessage.same(message, RewriteOutcome.skipped(reason));
    return new TrackedCopy(all, "", () -> same);
  }

  private MessagePlan plan(
      byte[] message,
      HeaderBlock header,
      MessageIdField idField,
      String firstId,
      List<String> all,
      RewriteMemory memory) {
    int longest = all.stream().mapToInt(String::length).max().orElse(0);
    TrackingBudget budget = new TrackingBudget(policy.limits(), firstId, longest);
    try {
      return new MessagePlanner(targets, policy, budget, memory).plan(message, header, idField);
    } catch (RewriteLimitException tooMuch) {
      memory.keep(0);
      return MessagePlan.untracked(message, header, idField, UntrackedReason.TOO_MUCH);
    }
  }

  /** A copy for each recipient; the first keeps the client's message id. */
  private List<TrackedCopy> personal(
      MessagePlan plan, List<String> recipients, String firstId, long maxSize) {
    List<TrackedCopy> copies = new ArrayList<>(recipients.size());
    for (String recipient : recipients) {
      String id = copies.isEmpty() ? firstId : ids.next();
      copies.add(new TrackedCopy(List.of(recipient), id, () -> make(plan, recipient, id, maxSize)));
    }
    return copies;
  }

  private RewrittenMessage make(MessagePlan plan, String recipient, String id, long maxSize) {
    try {
      return plan.copy(id, new TrackingLinks(urls, id, recipient), maxSize);
    } catch (RewriteLimitException tooMuch) {
      return untracked(plan.untracked(UntrackedReason.TOO_MUCH), id);
    } catch (RuntimeException | Error fault) {
      return failed(plan.untracked(UntrackedReason.NOTHING_TO_TRACK), id, fault);
    }
  }

  private RewrittenMessage untracked(MessagePlan nothing, String id) {
    try {
      return nothing.copy(id, new TrackingLinks(urls, id, ""), Long.MAX_VALUE);
    } catch (RewriteLimitException e) {
      throw new IllegalStateException("a message without tracking exceeds the limits", e);
    }
  }

  private RewrittenMessage failed(MessagePlan nothing, String id, Throwable fault) {
    if (fault instanceof VirtualMachineError trouble && !(fault instanceof StackOverflowError)) {
      throw trouble; // not caused by this message
    }
    if (policy.onFault() == OnFault.TEMPFAIL) {
      throw new RewriteFailedException(fault);
    }
    return untracked(nothing, id).with(RewriteOutcome.failed(fault));
  }
}
