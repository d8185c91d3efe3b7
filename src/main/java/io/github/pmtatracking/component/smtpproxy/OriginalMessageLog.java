package io.github.pmtatracking.component.smtpproxy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each message: {@code Message DATA upstream,<bytes>,<code>,<text>}. With {@code
 * verbose} the conversation tells it already.
 */
final class OriginalMessageLog implements MessageLog {
  private static final Logger LOG = LoggerFactory.getLogger(OriginalMessageLog.class);

  private final boolean verbose;

  OriginalMessageLog(boolean verbose) {
    this.verbose = verbose;
  }

  @Override
  public void handedOn(HandedOn message) {
    if (!verbose) {
      LOG.info(
          "Message DATA upstream,{},{},{}",
          message.bytesOut(),
          message.reply().code(),
          Paths.printable(message.reply().text()));
    }
  }
}
