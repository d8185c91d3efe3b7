package io.github.pmtatracking.component.smtpproxy.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** The bytes of a {@link MessageCopy}, ready to write. Used by one thread at a time. */
public interface MessageContent {
  /** How many bytes {@link #writeTo} writes. */
  long size();

  /**
   * Writes all bytes, without dot-stuffing; the same bytes each time. The bytes go upstream while
   * this method runs, so an exception cuts the connection to upstream. Work that may fail belongs
   * before, where the content is made.
   *
   * @throws IOException when {@code out} throws it
   */
  void writeTo(OutputStream out) throws IOException;

  /** Names and values for a detailed log line, in this order. */
  Map<String, String> details();

  /** A content that is in memory. */
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
