package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.DeliveryReport;
import io.github.pmtatracking.component.smtpproxy.api.MessageContent;
import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import io.github.pmtatracking.component.smtpproxy.api.MessageLog;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptFile;
import io.github.pmtatracking.time.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the copies of a message with DATA and reports each to the message log. One instance for
 * each message.
 */
public final class MessageSender {
  private static final Logger LOG = LoggerFactory.getLogger(MessageSender.class);

  private final MessageOrigin origin;
  private final byte[] header;
  private final @Nullable TranscriptFile transcript;
  private final MessageLog log;
  private final Ticker ticker;
  private final long started;

  /**
   * @param header lines to write before each copy, with their line ends; may be empty
   * @param transcript gets each copy as it is sent; null for none
   * @param ticker such as {@link Ticker#system}
   */
  public MessageSender(
      MessageOrigin origin,
      byte[] header,
      @Nullable TranscriptFile transcript,
      MessageLog log,
      Ticker ticker) {
    this.origin = origin;
    this.header = header;
    this.transcript = transcript;
    this.log = log;
    this.ticker = ticker;
    this.started = ticker.read();
  }

  /**
   * Sends a copy within a transaction that is open.
   *
   * @return upstream's reply to the message, or to DATA if that refused it
   */
  public SmtpReply send(Upstream upstream, MessageCopy copy) throws UpstreamException {
    MessageContent content = copy.content();
    if (transcript != null) {
      transcript.write(content);
    }
    try {
      SmtpReply reply = upstream.data(header, content);
      report(copy, content, reply);
      return reply;
    } catch (UpstreamException e) {
      report(copy, content, e.reply());
      throw e;
    }
  }

  private void report(MessageCopy copy, MessageContent content, SmtpReply reply) {
    long milliseconds = (ticker.read() - started) / 1_000_000;
    DeliveryReport report =
        new DeliveryReport(
            origin.session(),
            origin.client(),
            origin.sender(),
            copy.recipients(),
            origin.bytesIn(content.size()),
            header.length + content.size(),
            reply,
            milliseconds,
            content.details());
    try {
      log.log(report);
    } catch (RuntimeException e) {
      // upstream has replied, and the client must get that reply
      LOG.error("Message log failed: error={}", e.toString());
    }
  }
}
