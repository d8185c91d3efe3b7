package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.net.TimedOutput;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The output to a client. SubEtha flushes after each reply. Here replies wait until the next read
 * from the client, so that the replies to pipelined commands are sent in one packet (RFC 2920,
 * 3.2).
 */
final class ClientOutput extends OutputStream {
  private final TimedOutput out;
  private final TranscriptListener transcript;

  ClientOutput(TimedOutput out, TranscriptListener transcript) {
    this.out = out;
    this.transcript = transcript;
  }

  void reply(SmtpReply reply) throws IOException {
    write(reply.wire());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    transcript.reply(new String(data, offset, length, StandardCharsets.ISO_8859_1));
    out.write(data, offset, length);
  }

  /** Does nothing; see {@link #flushPending}. */
  @Override
  public void flush() {}

  /** Sends all waiting replies. */
  void flushPending() throws IOException {
    out.flush();
  }

  /** Sends all waiting replies and continues with the output of the TLS socket. */
  void restart(OutputStream secure) throws IOException {
    out.flush();
    out.redirect(secure);
  }

  /** Drops all waiting replies and all later ones. */
  void discard() {
    out.discard();
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
