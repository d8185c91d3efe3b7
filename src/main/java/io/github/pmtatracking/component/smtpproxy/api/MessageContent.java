package io.github.pmtatracking.component.smtpproxy.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** The bytes of a {@link MessageCopy}, ready to be written. Used by one thread at a time. */
public interface MessageContent {
  /** How many bytes {@link #writeTo} writes. */
  long size();

  /**
   * Writes all bytes, without dot-stuffing; the same ones each time. A message goes upstream while
   * this runs, so what may fail belongs before: a failure here cuts the connection to upstream.
   *
   * @throws IOException what {@code out} throws
   */
  void writeTo(OutputStream out) throws IOException;

  /** What the route wants to see in a detailed log line, in this order. */
  Map<String, String> details();

  /** Bytes that lie in memory. */
  static MessageContent of(byte[] message, Map<String, String> details) {
    return new MessageContent() {
      @Override
      public long size() {
        return message.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(message);
      }

      @Override
      public Map<String, String> details() {
        return details;
      }
    };
  }
}
