package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.SmtpProxyConstants;
import io.github.pmtatracking.component.smtpproxy.api.MessageContent;
import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import io.github.pmtatracking.component.smtpproxy.api.MessageRoom;
import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.wrapper.MessageRewriter;
import io.github.pmtatracking.wrapper.RewriteMemoryException;
import io.github.pmtatracking.wrapper.RewrittenMessage;
import io.github.pmtatracking.wrapper.TrackedCopy;
import io.github.pmtatracking.wrapper.WrapperCounters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/**
 * The bean of the step {@code add-tracking}: reads the message out of an exchange, lets the
 * rewriter make the copies, and gives them to the proxy. Thread-safe.
 */
final class MailTracking {
  private final MessageRewriter rewriter;
  private final WrapperCounters counters;
  private final TrackingLog log = new TrackingLog();

  MailTracking(MessageRewriter rewriter, WrapperCounters counters) {
    this.rewriter = rewriter;
    this.counters = counters;
  }

  /**
   * Makes the copies of the message in the exchange's body. Links and pixels are found in this
   * step. A single copy is made in it, too. Of several copies, the bytes of each are made when it
   * is sent, so that one of them at a time takes memory. The result may be iterated more than once:
   * it gives the same copies, with the same bytes, and each is counted and logged once.
   *
   * @return a copy for each recipient, or one for all
   * @throws SmtpRefusal with 452 if there was no memory in time
   */
  public Iterable<MessageCopy> track(Exchange exchange)
      throws SmtpRefusal, InvalidPayloadException, IOException {
    Message in = exchange.getMessage();
    MessageRoom room = exchange.getProperty(SmtpProxyConstants.ROOM, MessageRoom.class);
    List<String> recipients = new ArrayList<>();
    for (Object address : in.getHeader(SmtpProxyConstants.RECIPIENTS, List.of(), List.class)) {
      recipients.add(String.valueOf(address));
    }
    List<TrackedCopy> copies = rewrite(bytes(in), recipients, room);
    return copies.size() == 1
        ? List.of(made(copies.get(0)))
        : copies.stream().map(this::madeWhenSent).toList();
  }

  private List<TrackedCopy> rewrite(
      byte[] message, List<String> recipients, @Nullable MessageRoom room) throws SmtpRefusal {
    if (room == null) {
      return rewriter.rewrite(message, recipients);
    }
    ProxyRewriteMemory memory = new ProxyRewriteMemory(room);
    try {
      return rewriter.rewrite(message, recipients, memory, room.upstreamLimit());
    } catch (RewriteMemoryException e) {
      log.noMemory(message.length);
      throw memory.refusal();
    }
  }

  private MessageCopy made(TrackedCopy copy) {
    MessageContent content = content(copy, new AtomicBoolean());
    return new MessageCopy(copy.recipients(), () -> content);
  }

  private MessageCopy madeWhenSent(TrackedCopy copy) {
    AtomicBoolean logged = new AtomicBoolean();
    return new MessageCopy(copy.recipients(), () -> content(copy, logged));
  }

  private MessageContent content(TrackedCopy copy, AtomicBoolean logged) {
    RewrittenMessage message = copy.make();
    if (logged.compareAndSet(false, true)) {
      counters.count(message.outcome());
      log.made(copy.messageId(), message.outcome());
    }
    return new TrackedContent(message, TrackingLog.details(copy.messageId(), message.outcome()));
  }

  /**
   * The message in one array of exactly its size. Camel's converters would take three times that.
   */
  private static byte[] bytes(Message in) throws InvalidPayloadException, IOException {
    if (!(in.getBody() instanceof StreamCache cache) || cache.length() <= 0) {
      return in.getMandatoryBody(byte[].class);
    }
    byte[] message = new byte[Math.toIntExact(cache.length())];
    ArrayOutput out = new ArrayOutput(message);
    cache.reset();
    cache.writeTo(out);
    cache.reset();
    out.requireFull();
    return message;
  }

  /** Fills an array. */
  private static final class ArrayOutput extends ByteArrayOutputStream {
    private final int size;

    ArrayOutput(byte[] target) {
      super(0);
      buf = target;
      size = target.length;
    }

    void requireFull() throws IOException {
      if (count != size) {
        throw new IOException("the message has " + count + " bytes, wanted " + size);
      }
    }
  }
}
