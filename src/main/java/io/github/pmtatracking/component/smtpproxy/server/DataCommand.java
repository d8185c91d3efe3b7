package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.LineEndings;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.message.MessageBuffer;
import io.github.pmtatracking.component.smtpproxy.message.MessageMemory;
import io.github.pmtatracking.component.smtpproxy.message.MessageRoom;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DATA: the message is read whole and checked before upstream hears of DATA, so that nothing half
 * sent, too large or smuggled in ever gets there. The answer to it is the route's outcome.
 */
final class DataCommand extends GreetedCommand {
  private static final Logger LOG = LoggerFactory.getLogger(DataCommand.class);

  private final MessageHandler messages;
  private final MessageMemory memory;
  private final ProxyCounters counters;

  DataCommand(MessageHandler messages, MessageMemory memory, ProxyCounters counters) {
    super("DATA");
    this.messages = messages;
    this.memory = memory;
    this.counters = counters;
  }

  @Override
  boolean handle(ClientSession session, Upstream upstream) throws IOException {
    if (!session.line().strip().equalsIgnoreCase("DATA")) {
      session.reply(501, "5.5.4 DATA takes no parameter");
      return true;
    }
    if (!session.hasTransaction() || session.recipientCount() == 0) {
      session.reply(503, "5.5.1 no valid recipients");
      return true;
    }
    counters.inData.incrementAndGet();
    ProxySettings settings = session.settings();
    try (MessageBuffer spool =
        new MessageBuffer(
            settings.inMemory(), settings.maxMessageSize(), settings.spoolDirectory())) {
      session.reply(354, "go ahead");
      boolean flawed = receive(session, spool);
      counters.bytesIn.add(spool.total());
      SmtpReply refusal = refusal(settings, spool, flawed);
      if (refusal == null) {
        refusal = hand(session, upstream, spool);
      }
      if (refusal != null) {
        upstream.command("RSET");
        answer(session, refusal);
      }
      return !upstream.isClosed();
    } finally {
      session.resetTransaction();
      counters.inData.decrementAndGet();
    }
  }

  /**
   * Gives the message to the route; the reason if there is no room for it, null if it was given.
   */
  private @Nullable SmtpReply hand(ClientSession session, Upstream upstream, MessageBuffer spool)
      throws IOException {
    try (MessageRoom room = memory.take(spool.total(), upstreamLimit(session, upstream))) {
      if (room == null) {
        LOG.warn("Session {}: no memory for {} bytes (messageMemory)", session.id(), spool.total());
        return SmtpReply.of(452, "4.3.1 no room for the message at the moment");
      }
      session.room(room);
      messages.handle(session, upstream, spool, reply -> answer(session, reply));
      return null;
    }
  }

  private static long upstreamLimit(ClientSession session, Upstream upstream) {
    long size = upstream.keywords().size();
    int received = session.settings().options().isReceived() ? ReceivedField.MAX_BYTES : 0;
    return size == 0 ? Long.MAX_VALUE : Math.max(0, size - received);
  }

  private static boolean receive(ClientSession session, MessageBuffer spool) throws IOException {
    SmtpProxyConfiguration options = session.settings().options();
    MessageReceiver reader =
        new MessageReceiver(spool, options.getLineEnds() == LineEndings.NORMALISE);
    ClientSocket socket = session.socket();
    socket.setSoTimeout((int) options.getDataTimeout());
    socket.input().readMessage(reader);
    socket.setSoTimeout((int) options.getClientTimeout());
    return reader.isFlawed();
  }

  /** Why a message cannot be taken, null if it can. */
  private static @Nullable SmtpReply refusal(
      ProxySettings settings, MessageBuffer spool, boolean flawed) {
    IOException failure = spool.failure();
    if (failure != null) {
      LOG.error("Temporary file of a message (spoolDirectory): {}", failure.toString());
      return SmtpReply.of(452, "4.3.1 no room for the message at the moment");
    }
    if (spool.isTooLarge()) {
      long limit = settings.maxMessageSize();
      return SmtpReply.of(552, "5.3.4 message too large, at most " + limit + " bytes");
    }
    return flawed ? SmtpReply.of(550, "5.6.0 bare CR, bare LF or NUL in the message") : null;
  }

  private void answer(ClientSession session, SmtpReply reply) throws IOException {
    counters.answered(reply);
    session.reply(reply);
    session.socket().output().flushPending();
  }
}
