package io.github.pmtatracking.component.smtpproxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Hands a message to upstream: in the transaction that the client has opened, or, when its copies
 * differ, each in one of its own with the client's MAIL and RCPT commands.
 */
final class Delivery {
  private final Upstream upstream;
  private final Envelope envelope;
  private final Handover handover;
  private boolean open = true;

  /** Sends the bytes of one copy within an open transaction, and logs. */
  interface Handover {
    SmtpReply send(Upstream upstream, MessageCopy copy) throws UpstreamException;
  }

  Delivery(Upstream upstream, Envelope envelope, Handover handover) {
    this.upstream = upstream;
    this.envelope = envelope;
    this.handover = handover;
  }

  /** Sends one copy for all recipients in the transaction that is open. */
  SmtpReply whole(MessageCopy copy) throws UpstreamException {
    return send(copy);
  }

  /** Makes upstream forget a transaction that did not end with a message taken. */
  void close() throws UpstreamException {
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
   * @param attempt see {@link ServedRecipients#served}
   * @return a 2xx only if all were taken, by now or before; else the answer of one that failed, a
   *     4xx before a 5xx
   */
  SmtpReply split(List<MessageCopy> copies, ServedRecipients memory, String attempt)
      throws IOException {
    Set<String> before = memory.served(attempt);
    Set<String> now = new HashSet<>();
    SmtpReply success = SmtpReply.of(250, "2.0.0 all recipients had their copies before");
    SmtpReply failure = null;
    UpstreamException lost = null;
    for (MessageCopy copy : copies) {
      List<String> waiting = new ArrayList<>(copy.recipients());
      waiting.removeAll(before);
      if (waiting.isEmpty()) {
        continue;
      }
      try {
        SmtpReply reply = transaction(copy.to(waiting));
        if (reply.isPositive()) {
          success = reply;
          now.addAll(waiting);
        } else if (failure == null || reply.isTransient() && !failure.isTransient()) {
          failure = reply;
        }
      } catch (UpstreamException e) {
        lost = e;
        break;
      }
    }
    if (failure == null && lost == null) {
      if (!before.isEmpty()) {
        memory.forget(attempt, envelope.addresses());
      }
      return success;
    }
    if (!now.isEmpty()) {
      memory.remember(attempt, now);
    }
    if (lost != null) {
      throw lost;
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
