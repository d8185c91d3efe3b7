package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.net.TimedOutput;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What goes back to the client. SubEtha flushes after each reply; here replies wait until the next
 * read from the client would block, so that those to pipelined commands share a packet (RFC 2920,
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

  /** Does nothing, see above. */
  @Override
  public void flush() {}

  void flushPending() throws IOException {
    out.flush();
  }

  /** Sends what waits and goes on with the output of the TLS socket. */
  void restart(OutputStream secure) throws IOException {
    out.flush();
    out.redirect(secure);
  }

  /** Drops what waits and all that is written from now on. */
  void discard() {
    out.discard();
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
