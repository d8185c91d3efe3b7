package io.github.pmtatracking.flow;

import io.github.pmtatracking.component.smtpproxy.MessageCopy;
import io.github.pmtatracking.component.smtpproxy.SmtpProxyConstants;
import io.github.pmtatracking.wrapper.Copy;
import io.github.pmtatracking.wrapper.MessageRewriter;
import io.github.pmtatracking.wrapper.Outcome;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where mail and tracking meet: gives the proxy the copies that the rewriter makes. Thread-safe.
 */
final class MailTracking {
  private static final Logger LOG = LoggerFactory.getLogger(MailTracking.class);

  private final MessageRewriter rewriter;
  private final LongAdder faults = new LongAdder();

  MailTracking(MessageRewriter rewriter) {
    this.rewriter = rewriter;
  }

  /**
   * The copies of a message, each made when it is read; to be read once, from first to last.
   *
   * @param message as the client sent it
   * @param recipients those that upstream accepted
   */
  public List<MessageCopy> track(
      @Body byte[] message, @Header(SmtpProxyConstants.RECIPIENTS) List<String> recipients) {
    List<Copy> copies = rewriter.rewrite(message, recipients);
    return new AbstractList<>() {
      @Override
      public MessageCopy get(int i) {
        Copy copy = copies.get(i);
        return new MessageCopy(copy.message(), copy.recipients(), details(copy));
      }

      @Override
      public int size() {
        return copies.size();
      }
    };
  }

  private Map<String, String> details(Copy copy) {
    Outcome outcome = copy.outcome();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("id", copy.messageId());
    details.put("links", Integer.toString(outcome.links()));
    details.put("pixels", Integer.toString(outcome.pixels()));
    if (outcome.skipped() != null) {
      details.put("untracked", outcome.skipped().toString());
    }
    if (outcome.fault() != null) {
      faults.increment();
      details.put("untracked", "fault");
      LOG.warn(
          "Message {} goes through without tracking, the rewriter failed ({} so far): {}",
          copy.messageId(),
          faults.sum(),
          outcome.fault());
    }
    return details;
  }
}
