package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.DeliveryReport;
import io.github.pmtatracking.component.smtpproxy.api.MessageLog;
import io.github.pmtatracking.component.smtpproxy.api.SmtpPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one line for each message that was sent upstream. */
public final class DefaultMessageLog implements MessageLog {
  private static final Logger LOG = LoggerFactory.getLogger(DefaultMessageLog.class);

  @Override
  public void log(DeliveryReport report) {
    LOG.info(
        "Message sent upstream: session={} client={} sender=<{}> recipients={} bytesIn={}"
            + " bytesOut={} ms={} reply={}",
        report.session(),
        report.client(),
        SmtpPath.printable(report.sender()),
        report.recipients().size(),
        report.bytesIn(),
        report.bytesOut(),
        report.milliseconds(),
        SmtpPath.printable(report.reply().toString()));
  }
}
