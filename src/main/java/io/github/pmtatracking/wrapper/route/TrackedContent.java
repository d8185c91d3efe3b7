package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.api.MessageContent;
import io.github.pmtatracking.wrapper.RewrittenMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * A rewritten message in the form that the proxy sends. Immutable.
 *
 * @param message the rewritten message
 * @param details values for the detailed log line of the message
 */
record TrackedContent(RewrittenMessage message, Map<String, String> details)
    implements MessageContent {
  @Override
  public long size() {
    return message.size();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    message.writeTo(out);
  }
}
