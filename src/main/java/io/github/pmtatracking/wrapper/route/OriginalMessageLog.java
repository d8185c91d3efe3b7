package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.api.DeliveryReport;
import io.github.pmtatracking.component.smtpproxy.api.MessageLog;
import io.github.pmtatracking.component.smtpproxy.api.SmtpPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * With {@code log.format=original}: the line of the original tool for each message, {@code Message
 * DATA upstream,<bytes>,<code>,<text>}. With {@code verbose} there is no such line, because the
 * trace of the session contains it.
 */
final class OriginalMessageLog implements MessageLog {
  private static final Logger LOG = LoggerFactory.getLogger(OriginalMessageLog.class);

  private final boolean verbose;

  OriginalMessageLog(boolean verbose) {
    this.verbose = verbose;
  }

  @Override
  public void log(DeliveryReport report) {
    if (!verbose) {
      LOG.info(
          "Message DATA upstream,{},{},{}",
          report.bytesOut(),
          report.reply().code(),
          SmtpPath.printable(report.reply().text()));
    }
  }
}
