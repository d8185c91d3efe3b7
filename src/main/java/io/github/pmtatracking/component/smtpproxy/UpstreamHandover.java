package io.github.pmtatracking.component.smtpproxy;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one copy of a message upstream and tells the log. One instance a message. */
final class UpstreamHandover implements Delivery.Handover {
  private static final Logger LOG = LoggerFactory.getLogger(UpstreamHandover.class);

  private final String session;
  private final String client;
  private final String sender;
  private final long bytesIn;
  private final byte[] header;
  private final @Nullable DebugFile debug;
  private final MessageLog log;
  private final LongSupplier nanoClock;
  private final long started;

  UpstreamHandover(
      String session,
      String client,
      String sender,
      long bytesIn,
      byte[] header,
      @Nullable DebugFile debug,
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
    if (debug != null) {
      debug.write(copy.message(), 0, copy.message().length);
    }
    try {
      SmtpReply reply = upstream.data(header, copy.message());
      tell(copy, reply);
      return reply;
    } catch (UpstreamException e) {
      tell(copy, e.reply());
      throw e;
    }
  }

  private void tell(MessageCopy copy, SmtpReply reply) {
    long milliseconds = (nanoClock.getAsLong() - started) / 1_000_000;
    HandedOn handedOn =
        new HandedOn(
            session,
            client,
            sender,
            copy.recipients(),
            bytesIn,
            header.length + copy.message().length,
            reply,
            milliseconds,
            copy.details());
    try {
      log.handedOn(handedOn);
    } catch (RuntimeException e) {
      // upstream has answered already, and the client must hear that
      LOG.error("The message log failed: {}", e.toString());
    }
  }
}
