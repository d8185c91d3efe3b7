package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.api.DeliveryReport;
import io.github.pmtatracking.component.smtpproxy.api.MessageLog;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * With {@code log.format=details} or {@code json}: the original's line for a message, followed by
 * {@code key=value} for all else that is known of it.
 */
final class DetailedMessageLog implements MessageLog {
  private static final Logger LOG = LoggerFactory.getLogger(DetailedMessageLog.class);

  @Override
  public void log(DeliveryReport message) {
    Line line = new Line();
    line.add("session", message.session());
    line.add("client", message.client());
    line.add("from", "<" + message.sender() + ">");
    line.add("to", "<" + String.join(">,<", message.recipients()) + ">");
    line.add("in", message.bytesIn());
    message.details().forEach(line::add);
    line.add("ms", message.milliseconds());
    line.log(message);
  }

  /** A log line whose keys stand in its format, so that they can become fields of JSON. */
  private static final class Line {
    private final StringBuilder format = new StringBuilder("Message DATA upstream,{},{},{}");
    private final List<Object> values = new ArrayList<>();

    void add(String key, Object value) {
      format.append(' ').append(key).append("={}");
      values.add(value);
    }

    void log(DeliveryReport message) {
      values.addAll(0, List.of(message.bytesOut(), message.reply().code(), message.reply().text()));
      LOG.info(format.toString(), values.toArray());
    }
  }
}
