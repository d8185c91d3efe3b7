package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.SmtpProxyConstants;
import io.github.pmtatracking.component.smtpproxy.api.MessageContent;
import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import io.github.pmtatracking.component.smtpproxy.api.MessageRoom;
import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.wrapper.MessageRewriter;
import io.github.pmtatracking.wrapper.RewriteMemoryException;
import io.github.pmtatracking.wrapper.RewriteOutcome;
import io.github.pmtatracking.wrapper.RewrittenMessage;
import io.github.pmtatracking.wrapper.TrackedCopy;
import io.github.pmtatracking.wrapper.UntrackedReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where mail and tracking meet: gives the proxy the copies that the rewriter makes. Thread-safe.
 */
final class MailTracking {
  private static final Logger LOG = LoggerFactory.getLogger(MailTracking.class);

  private final MessageRewriter rewriter;
  private final LongAdder faults = new LongAdder();
  private final LongAdder tooMuch = new LongAdder();

  MailTracking(MessageRewriter rewriter) {
    this.rewriter = rewriter;
  }

  /**
   * The copies of the message that is the exchange's body. What there is to do is found here; a
   * copy is made when it is sent, and takes no memory before and after. So the list may be read by
   * other steps too.
   *
   * @throws SmtpRefusal with 452 if there was no memory in time
   */
  public List<MessageCopy> track(Exchange exchange)
      throws SmtpRefusal, InvalidPayloadException, IOException {
    Message in = exchange.getMessage();
    MessageRoom room = exchange.getProperty(SmtpProxyConstants.ROOM, MessageRoom.class);
    List<String> recipients = new ArrayList<>();
    for (Object address : in.getHeader(SmtpProxyConstants.RECIPIENTS, List.of(), List.class)) {
      recipients.add(String.valueOf(address));
    }
    List<MessageCopy> copies = new ArrayList<>();
    for (TrackedCopy copy : rewrite(bytes(in), recipients, room)) {
      copies.add(new MessageCopy(copy.recipients(), () -> content(copy)));
    }
    return copies;
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
      LOG.warn("No memory for the links of a message of {} bytes", message.length);
      throw memory.refusal();
    }
  }

  /** The message in one array of just its size: converters of Camel would take thrice as much. */
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

  private MessageContent content(TrackedCopy copy) {
    RewrittenMessage message = copy.make();
    Map<String, String> details = details(copy.messageId(), message.outcome());
    return new MessageContent() {
      @Override
      public long size() {
        return message.size();
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        message.writeTo(out);
      }

      @Override
      public Map<String, String> details() {
        return details;
      }
    };
  }

  private Map<String, String> details(String messageId, RewriteOutcome outcome) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("id", messageId);
    details.put("links", Integer.toString(outcome.links()));
    details.put("pixels", Integer.toString(outcome.pixels()));
    if (outcome.skipped() != null) {
      details.put("untracked", outcome.skipped().toString());
    }
    if (outcome.skipped() == UntrackedReason.TOO_MUCH) {
      tooMuch.increment();
      LOG.warn(
          "Message {} goes through without tracking: it exceeds wrapper.max-parts,"
              + " wrapper.max-links, wrapper.max-growth or another limit ({} so far)",
          messageId,
          tooMuch.sum());
    }
    if (outcome.fault() != null) {
      faults.increment();
      details.put("untracked", "fault");
      LOG.warn(
          "Message {} goes through without tracking, the rewriter failed ({} so far): {}",
          messageId,
          faults.sum(),
          outcome.fault());
    }
    return details;
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
