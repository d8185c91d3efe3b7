package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.LineEndings;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.message.MessageBuffer;
import io.github.pmtatracking.component.smtpproxy.message.MessageMemory;
import io.github.pmtatracking.component.smtpproxy.message.ReservedRoom;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DATA: the whole message is read and checked before DATA is sent upstream. So upstream never gets
 * a part of a message, a message that is too large, or a smuggled one. The reply to the message is
 * the result of the route.
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
      session.reply(503, "5.5.1 No valid recipients");
      return true;
    }
    counters.inData.incrementAndGet();
    ProxySettings settings = session.settings();
    try (MessageBuffer buffer =
        new MessageBuffer(
            settings.inMemory(), settings.maxMessageSize(), settings.spoolDirectory())) {
      session.reply(354, "go ahead");
      boolean flawed = receive(session, buffer);
      counters.bytesIn.add(buffer.total());
      SmtpReply refusal = refusal(settings, buffer, flawed);
      if (refusal == null) {
        refusal = handle(session, upstream, buffer);
      }
      if (refusal != null) {
        upstream.command("RSET");
        session.replyToMessage(refusal);
      }
      return !upstream.isClosed();
    } finally {
      session.resetTransaction();
      counters.inData.decrementAndGet();
    }
  }

  /**
   * Gives the message to the handler.
   *
   * @return the reply if there is no memory for the message; null if the handler has replied
   */
  private @Nullable SmtpReply handle(ClientSession session, Upstream upstream, MessageBuffer buffer)
      throws IOException {
    try (ReservedRoom room = memory.take(buffer.total(), upstreamLimit(session, upstream))) {
      if (room == null) {
        LOG.warn(
            "No memory for a message, see the option messageMemory: session={} bytes={}",
            session.id(),
            buffer.total());
        return SmtpReply.of(452, "4.3.1 Insufficient memory for the message, try again later");
      }
      session.room(room);
      messages.handle(session, upstream, buffer);
      return null;
    }
  }

  private static long upstreamLimit(ClientSession session, Upstream upstream) {
    long size = upstream.keywords().size();
    int received = session.settings().options().isReceived() ? ReceivedField.MAX_BYTES : 0;
    return size == 0 ? Long.MAX_VALUE : Math.max(0, size - received);
  }

  /**
   * Reads the message.
   *
   * @return whether it contains a bare CR, a bare LF or a NUL
   */
  private static boolean receive(ClientSession session, MessageBuffer buffer) throws IOException {
    SmtpProxyConfiguration options = session.settings().options();
    MessageReceiver receiver =
        new MessageReceiver(buffer, options.getLineEndings() == LineEndings.NORMALISE);
    ClientSocket socket = session.socket();
    socket.setSoTimeout((int) options.getDataTimeout());
    socket.input().readMessage(receiver);
    socket.setSoTimeout((int) options.getClientTimeout());
    return receiver.isFlawed();
  }

  /** The reply to a message that cannot be accepted; null if it can. */
  private static @Nullable SmtpReply refusal(
      ProxySettings settings, MessageBuffer buffer, boolean flawed) {
    IOException failure = buffer.failure();
    if (failure != null) {
      LOG.error(
          "Temporary file of a message cannot be written, see the option spoolDirectory: error={}",
          failure.toString());
      return SmtpReply.of(452, "4.3.1 Insufficient storage for the message, try again later");
    }
    if (buffer.isTooLarge()) {
      long limit = settings.maxMessageSize();
      return SmtpReply.of(552, "5.3.4 Message too large, maximum " + limit + " bytes");
    }
    return flawed ? SmtpReply.of(550, "5.6.0 Message contains a bare CR, bare LF or NUL") : null;
  }
}
