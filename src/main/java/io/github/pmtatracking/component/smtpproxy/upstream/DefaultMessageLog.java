package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.DeliveryReport;
import io.github.pmtatracking.component.smtpproxy.api.MessageLog;
import io.github.pmtatracking.component.smtpproxy.api.SmtpPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each message: {@code Message DATA upstream,<bytes>,<code>,<text>}. With {@code
 * verbose} the conversation tells it already.
 */
public final class DefaultMessageLog implements MessageLog {
  private static final Logger LOG = LoggerFactory.getLogger(DefaultMessageLog.class);

  private final boolean verbose;

  public DefaultMessageLog(boolean verbose) {
    this.verbose = verbose;
  }

  @Override
  public void handedOn(DeliveryReport message) {
    if (!verbose) {
      LOG.info(
          "Message DATA upstream,{},{},{}",
          message.bytesOut(),
          message.reply().code(),
          SmtpPath.printable(message.reply().text()));
    }
  }
}
