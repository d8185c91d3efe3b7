package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.api.DeliveryReport;
import io.github.pmtatracking.component.smtpproxy.api.MessageLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * With {@code log.format=details} or {@code json}: the original's line for a message and behind it
 * what else is known.
 */
final class DetailedMessageLog implements MessageLog {
  private static final Logger LOG = LoggerFactory.getLogger(DetailedMessageLog.class);

  @Override
  public void log(DeliveryReport message) {
    StringBuilder line = new StringBuilder("Message DATA upstream,");
    line.append(message.bytesOut()).append(',').append(message.reply().code());
    line.append(',').append(message.reply().text());
    add(line, "session", message.session());
    add(line, "client", message.client());
    add(line, "from", "<" + message.sender() + ">");
    add(line, "to", "<" + String.join(">,<", message.recipients()) + ">");
    add(line, "in", Long.toString(message.bytesIn()));
    message.details().forEach((name, value) -> add(line, name, value));
    add(line, "ms", Long.toString(message.milliseconds()));
    LOG.info("{}", line);
  }

  private static void add(StringBuilder line, String name, String value) {
    line.append(' ').append(name).append('=').append(value);
  }
}
