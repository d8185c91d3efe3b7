package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.DeliveredRecipients;
import io.github.pmtatracking.component.smtpproxy.api.Envelope;
import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import io.github.pmtatracking.component.smtpproxy.api.MultipleRecipients;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.message.MessageBuffer;
import io.github.pmtatracking.component.smtpproxy.upstream.MessageDelivery;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of a client that waits for its answer: opened at the end of DATA, finished by the
 * producer. Used by one thread.
 */
public final class PendingMessage {
  private final Envelope envelope;
  private final MessageBuffer original;
  private final ProxySettings settings;
  private final MessageDelivery delivery;
  private boolean sent;
  private @Nullable UpstreamException lost;
  private @Nullable SmtpReply reply;

  public PendingMessage(
      Upstream upstream,
      Envelope envelope,
      MessageBuffer original,
      ProxySettings settings,
      MessageDelivery.Handover handover) {
    this.envelope = envelope;
    this.original = original;
    this.settings = settings;
    this.delivery = new MessageDelivery(upstream, envelope, handover);
  }

  public Envelope envelope() {
    return envelope;
  }

  /**
   * Hands the message to upstream, once.
   *
   * @param copies all recipients between them, nobody twice
   * @return upstream's answer; a 421 of our own when the connection was lost
   */
  public SmtpReply send(List<MessageCopy> copies) throws IOException {
    try {
      reply = deliver(copies);
    } catch (UpstreamException e) {
      lost = e;
      reply = e.reply();
    }
    return reply;
  }

  /** What {@link #send} returned; null if it was not called or failed otherwise. */
  public @Nullable SmtpReply reply() {
    return reply;
  }

  /** How the connection to upstream was lost; null if it was not. */
  public @Nullable UpstreamException lost() {
    return lost;
  }

  private SmtpReply deliver(List<MessageCopy> copies) throws IOException {
    if (sent) {
      throw new IllegalStateException("the message was handed to upstream before in this route");
    }
    sent = true;
    if (settings.options().getMultipleRecipients() != MultipleRecipients.SPLIT) {
      if (copies.size() > 1) {
        throw new IllegalArgumentException(
            copies.size() + " copies of a message, but multipleRecipients is not SPLIT");
      }
      return delivery.whole(copies.get(0));
    }
    DeliveredRecipients memory = settings.served();
    if (copies.size() > 1) {
      return delivery.split(copies, memory, attempt());
    }
    boolean mayBeAgain = envelope.recipients().size() == 1 && memory.any();
    String attempt = mayBeAgain ? attempt() : "";
    return mayBeAgain && !memory.served(attempt).isEmpty()
        ? delivery.split(copies, memory, attempt)
        : delivery.whole(copies.get(0));
  }

  /** What stays the same when a client tries again. */
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

  /** Ends the transaction with upstream if no message was taken in it. */
  public void close() throws UpstreamException {
    sent = true;
    delivery.close();
  }
}
