package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.DeliveredRecipients;
import io.github.pmtatracking.component.smtpproxy.api.Envelope;
import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import io.github.pmtatracking.component.smtpproxy.api.Recipient;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Hands a message to upstream: in the transaction that the client has opened, or, when its copies
 * differ, each in one of its own with the client's MAIL and RCPT commands.
 */
public final class MessageDelivery {
  private final Upstream upstream;
  private final Envelope envelope;
  private final Handover handover;
  private boolean open = true;

  /** Sends the bytes of one copy within an open transaction, and logs. */
  public interface Handover {
    SmtpReply send(Upstream upstream, MessageCopy copy) throws UpstreamException;
  }

  public MessageDelivery(Upstream upstream, Envelope envelope, Handover handover) {
    this.upstream = upstream;
    this.envelope = envelope;
    this.handover = handover;
  }

  /** Sends one copy for all recipients in the transaction that is open. */
  public SmtpReply whole(MessageCopy copy) throws UpstreamException {
    Set<String> wanted = Set.copyOf(envelope.addresses());
    if (!Set.copyOf(copy.recipients()).equals(wanted)) {
      throw new IllegalArgumentException(
          "the only copy is for " + copy.recipients() + ", wanted " + wanted);
    }
    return send(copy);
  }

  /** Makes upstream forget a transaction that did not end with a message taken. */
  public void close() throws UpstreamException {
    if (open && !upstream.isClosed()) {
      upstream.command("RSET");
      open = false;
    }
  }

  private SmtpReply send(MessageCopy copy) throws UpstreamException {
    SmtpReply reply = handover.send(upstream, copy);
    open = !reply.isPositive();
    return reply;
  }

  /**
   * Sends each copy in a transaction of its own; those who were served by an earlier attempt are
   * left out.
   *
   * @param attempt see {@link DeliveredRecipients#served}
   * @return a 2xx only if all were taken, by now or before; else the answer of one that failed, a
   *     4xx before a 5xx
   */
  public SmtpReply split(List<MessageCopy> copies, DeliveredRecipients memory, String attempt)
      throws IOException {
    Set<String> before = memory.served(attempt);
    Set<String> now = new HashSet<>();
    boolean complete = false;
    try {
      SmtpReply reply = each(copies, before, now);
      complete = reply.isPositive();
      return reply;
    } finally {
      // also when a connection or the route failed half way
      if (complete && !before.isEmpty()) {
        memory.forget(attempt, envelope.addresses());
      } else if (!complete && !now.isEmpty()) {
        memory.remember(attempt, now);
      }
    }
  }

  /** Sends to all but those served before, and adds those that were served now. */
  private SmtpReply each(List<MessageCopy> copies, Set<String> before, Set<String> now)
      throws UpstreamException {
    SmtpReply success = SmtpReply.of(250, "2.0.0 all recipients had their copies before");
    SmtpReply failure = null;
    Set<String> missing = new HashSet<>(envelope.addresses());
    for (MessageCopy copy : copies) {
      if (!missing.containsAll(copy.recipients())) {
        throw new IllegalArgumentException(
            "a copy for " + copy.recipients() + ", wanted for some of " + missing);
      }
      missing.removeAll(copy.recipients());
      List<String> waiting = new ArrayList<>(copy.recipients());
      waiting.removeAll(before);
      if (waiting.isEmpty()) {
        continue;
      }
      SmtpReply reply = transaction(copy.to(waiting));
      if (reply.isPositive()) {
        success = reply;
        now.addAll(waiting);
      } else if (failure == null || reply.isTransient() && !failure.isTransient()) {
        failure = reply;
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("no copy for " + missing);
    }
    return failure == null ? success : failure;
  }

  /** RSET, MAIL and RCPT in one go, then DATA if all were taken. */
  private SmtpReply transaction(MessageCopy copy) throws UpstreamException {
    List<String> commands = new ArrayList<>();
    commands.add("RSET");
    commands.add(envelope.command());
    for (Recipient recipient : envelope.recipients()) {
      if (copy.recipients().contains(recipient.address())) {
        commands.add(recipient.command());
      }
    }
    open = true;
    SmtpReply refusal = null;
    for (SmtpReply reply : batch(commands)) {
      if (refusal == null && !reply.isPositive()) {
        refusal = reply;
      }
    }
    return refusal == null ? send(copy) : refusal;
  }

  private List<SmtpReply> batch(List<String> commands) throws UpstreamException {
    List<SmtpReply> replies = new ArrayList<>();
    if (!upstream.keywords().offers("PIPELINING")) {
      for (String command : commands) {
        replies.add(upstream.command(command));
      }
      return replies;
    }
    for (String command : commands) {
      upstream.queue(command);
    }
    for (int i = 0; i < commands.size(); i++) {
      replies.add(upstream.queued());
    }
    return replies;
  }
}
