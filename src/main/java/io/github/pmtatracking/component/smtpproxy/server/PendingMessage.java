package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.DeliveredRecipients;
import io.github.pmtatracking.component.smtpproxy.api.Envelope;
import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import io.github.pmtatracking.component.smtpproxy.api.MultipleRecipients;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.message.MessageBuffer;
import io.github.pmtatracking.component.smtpproxy.upstream.MessageDelivery;
import io.github.pmtatracking.component.smtpproxy.upstream.MessageSender;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A client's message that is received and has no reply yet. The producer sends it upstream. Used by
 * one thread.
 */
public final class PendingMessage {
  private final Envelope envelope;
  private final MessageBuffer original;
  private final ProxySettings settings;
  private final MessageDelivery delivery;
  private boolean sent;
  private @Nullable UpstreamException failure;
  private @Nullable SmtpReply reply;

  public PendingMessage(
      Upstream upstream,
      Envelope envelope,
      MessageBuffer original,
      ProxySettings settings,
      MessageSender sender) {
    this.envelope = envelope;
    this.original = original;
    this.settings = settings;
    this.delivery = new MessageDelivery(upstream, envelope, sender);
  }

  public Envelope envelope() {
    return envelope;
  }

  /**
   * Sends the message upstream. May be called once.
   *
   * @param copies for all recipients together, each recipient once; read once, from first to last
   * @return upstream's reply; 421 when the connection was lost
   * @throws IllegalStateException when it was called before
   * @throws IllegalArgumentException when the copies do not fit the envelope or the options
   */
  public SmtpReply send(Iterable<MessageCopy> copies) throws IOException {
    if (sent) {
      throw new IllegalStateException("the message was sent upstream before in this route");
    }
    sent = true;
    SmtpReply received;
    try {
      received = deliver(copies.iterator());
    } catch (UpstreamException e) {
      failure = e;
      received = e.reply();
    }
    reply = received;
    return received;
  }

  /** The result of {@link #send}; null if it was not called or threw an exception. */
  public @Nullable SmtpReply reply() {
    return reply;
  }

  /** The failure that cut the connection to upstream; null if there was none. */
  public @Nullable UpstreamException failure() {
    return failure;
  }

  private SmtpReply deliver(Iterator<MessageCopy> copies) throws IOException {
    if (!copies.hasNext()) {
      throw new IllegalArgumentException("no copy for " + envelope.addresses());
    }
    MessageCopy first = copies.next();
    boolean several = copies.hasNext();
    if (settings.options().getMultipleRecipients() != MultipleRecipients.SPLIT) {
      if (several) {
        throw new IllegalArgumentException(
            "several copies of a message, but multipleRecipients is not SPLIT");
      }
      return delivery.sendToAll(first);
    }
    DeliveredRecipients memory = settings.deliveredRecipients();
    if (several) {
      return delivery.sendEach(() -> withFirst(first, copies), memory, attempt());
    }
    if (envelope.recipients().size() == 1 && memory.any()) {
      String attempt = attempt();
      if (!memory.served(attempt).isEmpty()) {
        return delivery.sendEach(() -> withFirst(first, copies), memory, attempt);
      }
    }
    return delivery.sendToAll(first);
  }

  /** The copies again from the first, without a second iterator of the body. */
  private static Iterator<MessageCopy> withFirst(MessageCopy first, Iterator<MessageCopy> rest) {
    return new Iterator<>() {
      private @Nullable MessageCopy next = first;

      @Override
      public boolean hasNext() {
        return next != null || rest.hasNext();
      }

      @Override
      public MessageCopy next() {
        MessageCopy given = next;
        next = null;
        if (given == null && !rest.hasNext()) {
          throw new NoSuchElementException();
        }
        return given == null ? rest.next() : given;
      }
    };
  }

  /** A text that is the same when a client tries again. */
  private String attempt() throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
    digest.update(field(envelope.sender()));
    digest.update(field(envelope.user()));
    try (InputStream in = new DigestInputStream(original.open(), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static byte[] field(@Nullable String text) {
    return ((text == null ? "" : text) + "\0").getBytes(StandardCharsets.UTF_8);
  }

  /** Ends the transaction with upstream if upstream accepted no message in it. */
  public void close() throws UpstreamException {
    sent = true;
    delivery.close();
  }
}
