package io.github.pmtatracking.component.smtpproxy;

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
final class ClientTransaction {
  private final Envelope envelope;
  private final MessageSpool original;
  private final ProxySettings settings;
  private final Delivery delivery;
  private boolean sent;
  private @Nullable UpstreamException lost;
  private @Nullable SmtpReply reply;

  ClientTransaction(
      Upstream upstream,
      Envelope envelope,
      MessageSpool original,
      ProxySettings settings,
      Delivery.Handover handover) {
    this.envelope = envelope;
    this.original = original;
    this.settings = settings;
    this.delivery = new Delivery(upstream, envelope, handover);
  }

  Envelope envelope() {
    return envelope;
  }

  /**
   * Hands the message to upstream, once.
   *
   * @param copies all recipients between them, nobody twice
   * @return upstream's answer; a 421 of our own when the connection was lost
   */
  SmtpReply send(List<MessageCopy> copies) throws IOException {
    try {
      reply = deliver(copies);
    } catch (UpstreamException e) {
      lost = e;
      reply = e.reply();
    }
    return reply;
  }

  /** What {@link #send} returned; null if it was not called or failed otherwise. */
  @Nullable SmtpReply reply() {
    return reply;
  }

  /** How the connection to upstream was lost; null if it was not. */
  @Nullable UpstreamException lost() {
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
    ServedRecipients memory = settings.served();
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
  void close() throws UpstreamException {
    sent = true;
    delivery.close();
  }
}
