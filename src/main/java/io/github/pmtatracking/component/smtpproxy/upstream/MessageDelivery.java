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
 * Delivers a message to upstream: in the transaction that the client opened, or, when its copies
 * differ, each copy in a separate transaction with the client's MAIL and RCPT commands.
 */
public final class MessageDelivery {
  private final Upstream upstream;
  private final Envelope envelope;
  private final MessageSender sender;
  private boolean open = true;

  public MessageDelivery(Upstream upstream, Envelope envelope, MessageSender sender) {
    this.upstream = upstream;
    this.envelope = envelope;
    this.sender = sender;
  }

  /** Sends one copy for all recipients in the open transaction. */
  public SmtpReply sendToAll(MessageCopy copy) throws UpstreamException {
    Set<String> wanted = Set.copyOf(envelope.addresses());
    if (!Set.copyOf(copy.recipients()).equals(wanted)) {
      throw new IllegalArgumentException(
          "the only copy is for " + copy.recipients() + ", wanted " + wanted);
    }
    return send(copy);
  }

  /** Resets a transaction that did not end with an accepted message. */
  public void close() throws UpstreamException {
    if (open && !upstream.isClosed()) {
      upstream.command("RSET");
      open = false;
    }
  }

  private SmtpReply send(MessageCopy copy) throws UpstreamException {
    SmtpReply reply = sender.send(upstream, copy);
    open = !reply.isPositive();
    return reply;
  }

  /**
   * Sends each copy in a separate transaction, except to recipients that have their copy from an
   * earlier attempt.
   *
   * @param copies read once, from first to last
   * @param attempt see {@link DeliveredRecipients#served}
   * @return 2xx only if upstream accepted all copies, now or in an earlier attempt; otherwise the
   *     reply to a copy that failed, a 4xx before a 5xx
   */
  public SmtpReply sendEach(
      Iterable<MessageCopy> copies, DeliveredRecipients memory, String attempt) throws IOException {
    Set<String> before = memory.served(attempt);
    Set<String> now = new HashSet<>();
    boolean complete = false;
    try {
      SmtpReply reply = sendMissing(copies, before, now);
      complete = reply.isPositive();
      return reply;
    } finally {
      // also when the connection or the route failed after some of the copies
      if (complete && !before.isEmpty()) {
        memory.forget(attempt, envelope.addresses());
      } else if (!complete && !now.isEmpty()) {
        memory.remember(attempt, now);
      }
    }
  }

  /**
   * Sends to all recipients except those in {@code before}, and adds the successful to {@code now}.
   */
  private SmtpReply sendMissing(Iterable<MessageCopy> copies, Set<String> before, Set<String> now)
      throws UpstreamException {
    SmtpReply success = SmtpReply.of(250, "2.0.0 All recipients already have the message");
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

  /** Sends RSET, MAIL and RCPT together, then DATA if upstream accepted all of them. */
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
    for (SmtpReply reply : replies(commands)) {
      if (refusal == null && !reply.isPositive()) {
        refusal = reply;
      }
    }
    return refusal == null ? send(copy) : refusal;
  }

  /** Sends commands, in one packet if upstream offers PIPELINING (RFC 2920). */
  private List<SmtpReply> replies(List<String> commands) throws UpstreamException {
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
