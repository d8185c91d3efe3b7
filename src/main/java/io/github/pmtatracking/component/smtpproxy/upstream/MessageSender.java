package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.DeliveryReport;
import io.github.pmtatracking.component.smtpproxy.api.MessageContent;
import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import io.github.pmtatracking.component.smtpproxy.api.MessageLog;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptFile;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one copy of a message upstream and tells the log. One instance a message. */
public final class MessageSender implements MessageDelivery.Handover {
  private static final Logger LOG = LoggerFactory.getLogger(MessageSender.class);

  /** For {@code bytesIn}: the message came from the route, as it is sent. */
  public static final long AS_SENT = -1;

  private final String session;
  private final String client;
  private final String sender;
  private final long bytesIn;
  private final byte[] header;
  private final @Nullable TranscriptFile debug;
  private final MessageLog log;
  private final LongSupplier nanoClock;
  private final long started;

  public MessageSender(
      String session,
      String client,
      String sender,
      long bytesIn,
      byte[] header,
      @Nullable TranscriptFile debug,
      MessageLog log,
      LongSupplier nanoClock) {
    this.session = session;
    this.client = client;
    this.sender = sender;
    this.bytesIn = bytesIn;
    this.header = header;
    this.debug = debug;
    this.log = log;
    this.nanoClock = nanoClock;
    this.started = nanoClock.getAsLong();
  }

  @Override
  public SmtpReply send(Upstream upstream, MessageCopy copy) throws UpstreamException {
    MessageContent content = copy.content();
    if (debug != null) {
      debug.write(content);
    }
    try {
      SmtpReply reply = upstream.data(header, content);
      tell(copy, content, reply);
      return reply;
    } catch (UpstreamException e) {
      tell(copy, content, e.reply());
      throw e;
    }
  }

  private void tell(MessageCopy copy, MessageContent content, SmtpReply reply) {
    long milliseconds = (nanoClock.getAsLong() - started) / 1_000_000;
    DeliveryReport handedOn =
        new DeliveryReport(
            session,
            client,
            sender,
            copy.recipients(),
            bytesIn == AS_SENT ? content.size() : bytesIn,
            header.length + content.size(),
            reply,
            milliseconds,
            content.details());
    try {
      log.handedOn(handedOn);
    } catch (RuntimeException e) {
      // upstream has answered already, and the client must hear that
      LOG.error("The message log failed: {}", e.toString());
    }
  }
}
